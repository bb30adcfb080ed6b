package dev.roundhouse.contracts;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.MarkdownBacklog;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Issues in Markdown files. */
class BacklogInFilesTest extends BacklogContract {
  @TempDir Path root;

  @Override
  protected Backlog backlog() {
    return new MarkdownBacklog(root, List.of("issues"));
  }

  @Override
  protected void put(List<Issue> issues) throws IOException {
    for (Issue each : issues) {
      String front =
          "---\nid: %s\ntitle: %s\nstatus: %s # as seen\nblocked_by: [%s]\nblocks: [%s]\n---\n"
              .formatted(
                  each.id(),
                  each.title(),
                  each.status().word(),
                  ids(each.blockedBy()),
                  ids(each.blocks()));
      write(each.id().value(), front + each.body());
    }
  }

  private static String ids(Set<IssueId> ids) {
    return ids.stream().map(IssueId::value).collect(Collectors.joining(", "));
  }

  private void write(String name, String content) throws IOException {
    Files.createDirectories(root.resolve("issues"));
    Files.writeString(root.resolve("issues").resolve(name + ".md"), content);
  }

  @Override
  protected boolean putDuplicate(IssueId of) throws IOException {
    write("other", "---\nid: " + of + "\n---\n");
    return true;
  }

  @Override
  protected boolean putUnknownStatus(IssueId issue) throws IOException {
    write(issue.value(), "---\nid: " + issue + "\nstatus: on the moon\n---\n");
    return true;
  }

  @Override
  protected boolean putUnreadable() throws IOException {
    write("odd", "---\nid: [\n---\n");
    return true;
  }

  @Override
  protected byte[] content(String file) throws IOException {
    return Files.readAllBytes(root.resolve(file));
  }

  @Override
  protected void replace(String file, byte[] content) throws IOException {
    Files.write(root.resolve(file), content);
  }
}
