package dev.roundhouse.orchestrator.internal.project;

import dev.roundhouse.core.backlog.MarkdownBacklog;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The folders of a checkout in which issues are found. Immutable.
 *
 * @param names their paths
 * @param usual true if they are read without being configured
 * @param issues the number of issues in them
 */
public record BacklogFolders(List<String> names, boolean usual, int issues) {
  private static final int MOST = 200; // files that are looked at in one folder
  private static final Pattern STATUS =
      Pattern.compile("\\A---\\s*\n(?:(?!---).*\n){0,40}?(?i:status)\\s*:");

  /** Copies the list. */
  public BacklogFolders {
    names = List.copyOf(names);
  }

  /**
   * Finds the folders in {@code top}: those that are usual, otherwise those at most two levels down
   * in which most Markdown files have a status.
   *
   * @throws IOException if a folder or file cannot be read
   */
  static BacklogFolders in(ProjectFolder top) throws IOException {
    MarkdownBacklog usual = new MarkdownBacklog(top.top(), List.of());
    if (!usual.directories().isEmpty()) {
      return new BacklogFolders(usual.directories(), true, usual.read().issues().size());
    }
    List<String> found = new ArrayList<>();
    find(top, 2, found);
    int issues = found.isEmpty() ? 0 : new MarkdownBacklog(top.top(), found).read().issues().size();
    return issues == 0
        ? new BacklogFolders(List.of(), true, 0)
        : new BacklogFolders(found, false, issues);
  }

  private static void find(ProjectFolder folder, int levels, List<String> found)
      throws IOException {
    for (String each : folder.names()) {
      if (levels > 0 && folder.hasFolder(each) && mayHoldIssues(each)) {
        ProjectFolder inside = folder.folder(each);
        if (hasIssues(inside)) {
          found.add(inside.name());
        } else {
          find(inside, levels - 1, found);
        }
      }
    }
  }

  private static boolean mayHoldIssues(String name) {
    return !name.equals(".git") && !IgnoredName.isInstalled(name) && !IgnoredName.isMade(name);
  }

  private static boolean hasIssues(ProjectFolder folder) throws IOException {
    List<String> files =
        folder.names().stream()
            .filter(each -> each.endsWith(".md") && !each.startsWith("README"))
            .limit(MOST)
            .toList();
    int issues = 0;
    for (String each : files) {
      issues += STATUS.matcher(folder.text(each)).find() ? 1 : 0;
    }
    return issues > 0 && issues * 2 >= files.size();
  }
}
