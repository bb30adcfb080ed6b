package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.worktree.IgnoredFiles;
import dev.roundhouse.orchestrator.internal.project.IgnoredName;
import dev.roundhouse.orchestrator.internal.project.YamlText;
import dev.roundhouse.orchestrator.options.GateOptions;
import dev.roundhouse.orchestrator.options.RunOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The files and folders that git ignores, that exist in the user's checkout, and that gates do not
 * have: a clean worktree lacks what {@code npm install} and the like have put beside the tree. For
 * one thread.
 */
final class MissingFiles {
  private static final int SHOWN = 6;

  private final Repository repository;
  private final Collection<Path> slots;

  /** Creates a view of what none of {@code slots}, the worktrees of gates, has. */
  MissingFiles(Repository repository, Collection<Path> slots) {
    this.repository = repository;
    this.slots = slots;
  }

  /** Returns the advice for a gate that does not pass, which ends a clause; empty without any. */
  String advice(RunOptions options) throws IOException, InterruptedException {
    List<String> missing = names();
    if (missing.isEmpty()) {
      return "";
    }
    List<String> usual = missing.stream().filter(IgnoredName::isInstalled).toList();
    List<String> shown = limited(usual.isEmpty() ? missing : usual);
    int more = missing.size() - shown.size();
    return String.join(", ", shown)
        + (more > 0 ? " and " + more + " more" : "")
        + (missing.size() == 1 ? " is" : " are")
        + " in your checkout and not in the gate's worktree, because git ignores"
        + (missing.size() == 1 ? " it" : " them")
        + "; if the gate needs "
        + String.join(", ", shown)
        + ", write into roundhouse.yaml:\n"
        + lines(shown, options)
        + "otherwise ";
  }

  private static List<String> limited(List<String> names) {
    return names.subList(0, Math.min(SHOWN, names.size()));
  }

  /** Returns the names, folders with a slash at the end. */
  private List<String> names() throws IOException, InterruptedException {
    List<String> names = new ArrayList<>();
    for (String each : new IgnoredFiles(repository).all()) {
      if (slots.stream().noneMatch(slot -> isIn(slot, each))) {
        names.add(each);
      }
    }
    return names;
  }

  private static boolean isIn(Path slot, String name) {
    String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return Files.exists(slot.resolve(plain), LinkOption.NOFOLLOW_LINKS);
  }

  private String lines(List<String> missing, RunOptions options) {
    GateOptions.Supplies gates = options.gate().supplies();
    List<String> folders =
        missing.stream()
            .filter(each -> each.endsWith("/"))
            .map(each -> each.substring(0, each.length() - 1))
            .toList();
    List<String> files = missing.stream().filter(each -> !each.endsWith("/")).toList();
    boolean included = Files.isRegularFile(repository.checkout().resolve(".worktreeinclude"));
    List<String> copied = options.agents().copied().orElse(List.of());
    boolean leave = included && options.agents().copied().isEmpty();
    return line("link", options.agents().linked(), gates.linked(), folders, false)
        + line("copy", copied, gates.copied(), files, leave);
  }

  private static String line(
      String key, List<String> workers, List<String> gates, List<String> more, boolean leave) {
    return more.isEmpty()
        ? ""
        : "  "
            + key
            + ": {"
            + (leave ? "" : "workers: " + list(workers, more) + ", ")
            + "gates: "
            + list(gates, more)
            + "}\n";
  }

  private static String list(List<String> known, List<String> more) {
    Collection<String> all = new LinkedHashSet<>(known);
    all.addAll(more);
    return YamlText.list(all);
  }
}
