package dev.roundhouse.contracts;

import dev.roundhouse.core.backlog.Backlog;
import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.BacklogReading.Reference;
import dev.roundhouse.core.backlog.Finding;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** One file with an issue on each line, which marks its issues itself. */
class BacklogInOneFileTest extends BacklogContract {
  private static final String FILE = "todo.txt";

  @TempDir Path root;

  @BeforeEach
  void makeFile() throws IOException {
    Files.createFile(root.resolve(FILE));
  }

  /** Lines of id, status, blockers, blocked, title and body, with a bar between two of them. */
  private record LineBacklog(Path file) implements Backlog {
    @Override
    public BacklogReading read() throws IOException {
      List<Issue> issues = new ArrayList<>();
      List<Finding> findings = new ArrayList<>();
      Map<Reference, Integer> lines = new HashMap<>();
      List<String> all = Files.readAllLines(file);
      for (int i = 0; i < all.size(); i++) {
        String locator = FILE + "#" + (i + 1);
        String[] parts = all.get(i).split("\\|", -1);
        if (parts.length < 6 || IssueId.parse(parts[0]).isEmpty()) {
          findings.add(Finding.error(FILE, i + 1, "this line is not an issue", "correct it"));
          continue;
        }
        IssueId id = new IssueId(parts[0]);
        Optional<IssueStatus> status = IssueStatus.parse(parts[1]);
        if (status.isEmpty()) {
          findings.add(
              Finding.error(locator, i + 1, "unknown status '" + parts[1] + "'", "")
                  .about(Set.of(id)));
        }
        lines.put(new Reference(locator, id), i + 1);
        issues.add(
            Issue.builder(id)
                .status(status.orElse(IssueStatus.BLOCKED))
                .blockedBy(ids(parts[2]))
                .blocks(ids(parts[3]))
                .title(parts[4])
                .body(URLDecoder.decode(parts[5], StandardCharsets.UTF_8))
                .file(FILE)
                .locator(locator)
                .build());
      }
      return new BacklogReading(issues, findings, lines);
    }

    private static Set<IssueId> ids(String words) {
      return Arrays.stream(words.split(" "))
          .filter(each -> !each.isEmpty())
          .map(IssueId::new)
          .collect(Collectors.toSet());
    }

    @Override
    public Optional<byte[]> markedDone(Issue issue, byte[] contentAtTip, Instant when) {
      String text = new String(contentAtTip, StandardCharsets.UTF_8);
      String marked = text.replaceAll("(?m)^(" + issue.id() + "\\|)[^|]*", "$1done");
      return Optional.of(marked.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void add(String line) throws IOException {
    Path file = root.resolve(FILE);
    Files.writeString(file, Files.readString(file) + line + "\n");
  }

  @Override
  protected Backlog backlog() {
    return new LineBacklog(root.resolve(FILE));
  }

  @Override
  protected void put(List<Issue> issues) throws IOException {
    add(issues.stream().map(BacklogInOneFileTest::line).collect(Collectors.joining("\n")));
  }

  private static String line(Issue issue) {
    return String.join(
        "|",
        issue.id().value(),
        issue.status().word(),
        words(issue.blockedBy()),
        words(issue.blocks()),
        issue.title(),
        URLEncoder.encode(issue.body(), StandardCharsets.UTF_8));
  }

  private static String words(Set<IssueId> ids) {
    return ids.stream().map(IssueId::value).collect(Collectors.joining(" "));
  }

  @Override
  protected boolean putDuplicate(IssueId of) throws IOException {
    put(List.of(Issue.builder(of).build()));
    return true;
  }

  @Override
  protected boolean putUnknownStatus(IssueId issue) throws IOException {
    add(issue + "|on the moon||||");
    return true;
  }

  @Override
  protected boolean putUnreadable() throws IOException {
    add("?");
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
