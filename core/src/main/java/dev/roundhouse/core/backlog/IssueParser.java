package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one issue file: front matter first, then its text, then its name. For one file. */
final class IssueParser {
  private static final String ID_HINT =
      "an id is 1 to 100 letters, digits, '.', '_' or '-', such as BUG-042";

  private final String path;
  private final String folder;
  private final FileName name;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<IssueId, Integer> blockedBy = new LinkedHashMap<>();
  private final Map<IssueId, Integer> blocks = new LinkedHashMap<>();
  private boolean failClosed;

  /** A parser for the file at {@code path}, relative to the checkout, with {@code /}. */
  IssueParser(String path) {
    this.path = path;
    List<String> parts = List.of(path.split("/", -1));
    this.name = FileName.of(parts.get(parts.size() - 1));
    this.folder = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
  }

  ParsedFile parse(byte[] content) {
    HeadText head = HeadText.of(content);
    try {
      String front = utf8(String.join("", head.lines()));
      String body = utf8(head.rest());
      if (!head.hasFrontMatter() && body.startsWith("---\n")) {
        throw new FrontMatter.Malformed("the front matter is not closed by a line '---'", 0);
      }
      int bodyLine = head.hasFrontMatter() ? head.lines().size() + 3 : 1;
      return read(FrontMatter.parse(front), Sections.of(body, bodyLine), body);
    } catch (FrontMatter.Malformed broken) {
      return ParsedFile.broken(
          Finding.error(
              path,
              broken.line(),
              String.valueOf(broken.getMessage()),
              "mend it, or put it in quotes"));
    } catch (CharacterCodingException broken) {
      return ParsedFile.broken(
          Finding.error(path, badLine(content), "this is no UTF-8", "save the file as UTF-8"));
    }
  }

  private static String utf8(String latin) throws CharacterCodingException {
    byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static int badLine(byte[] content) {
    String[] lines = new String(content, StandardCharsets.ISO_8859_1).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (!isUtf8(lines[i])) {
        return i + 1;
      }
    }
    return 1;
  }

  private static boolean isUtf8(String latin) {
    try {
      return utf8(latin) != null;
    } catch (CharacterCodingException broken) {
      return false;
    }
  }

  private ParsedFile read(FrontMatter front, Sections sections, String body) {
    Optional<IssueId> id = id(front);
    if (id.isEmpty()) {
      return new ParsedFile(Optional.empty(), Map.of(), Map.of(), findings);
    }
    blockedBy.putAll(ids(front, "blocked_by"));
    blocks.putAll(ids(front, "blocks"));
    sections.blockedBy().forEach(blockedBy::putIfAbsent);
    sections.blocks().forEach(blocks::putIfAbsent);
    Map<IssueId, Integer> dependsOn = ids(front, "depends_on");
    IssueStatus status = status(front);
    Issue issue =
        new Issue(
            id.get(),
            title(front, sections, id.get()),
            type(front),
            priority(front),
            failClosed && status.isWorkable() ? IssueStatus.BLOCKED : status,
            new LinkedHashSet<>(front.list("labels")),
            blockedBy.keySet(),
            dependsOn.keySet(),
            front.text("parent").flatMap(IssueId::parse),
            front.text("created_at").flatMap(Times::parse),
            path,
            body);
    return new ParsedFile(
        Optional.of(issue),
        blocks,
        blockedBy,
        findings.stream().map(each -> each.about(Set.of(id.get()))).toList());
  }

  private Optional<IssueId> id(FrontMatter front) {
    Optional<String> written = front.text("id");
    if (written.isEmpty()) {
      if (name.id().isEmpty()) {
        findings.add(
            Finding.error(path, 0, "no id, neither in the front matter nor in the name", ID_HINT)
                .makingAmbiguous());
      }
      return name.id();
    }
    Optional<IssueId> id = IssueId.parse(written.get());
    if (id.isEmpty()) {
      findings.add(
          Finding.error(path, front.line("id"), "'" + written.get() + "' is no issue id", ID_HINT)
              .makingAmbiguous());
    }
    warnIfDifferent("id", front, id, name.id().filter(each -> !name.slug().isEmpty()));
    return id;
  }

  private <T> void warnIfDifferent(
      String key, FrontMatter front, Optional<T> written, Optional<T> named) {
    if (written.isPresent() && named.isPresent() && !written.equals(named)) {
      findings.add(
          Finding.warning(
              path,
              front.line(key),
              key + " is " + written.get() + " here and " + named.get() + " in the file's name",
              "the front matter counts; rename the file"));
    }
  }

  private Map<IssueId, Integer> ids(FrontMatter front, String key) {
    Map<IssueId, Integer> ids = new LinkedHashMap<>();
    for (String word : front.list(key)) {
      Optional<IssueId> id = IssueId.parse(word.split("[ \t(]", 2)[0]);
      if (id.isPresent()) {
        ids.put(id.get(), front.line(key));
      } else {
        failClosed = failClosed || key.equals("blocked_by");
        findings.add(
            Finding.error(
                path,
                front.line(key),
                key + " names '" + word + "', which is no issue id",
                ID_HINT));
      }
    }
    return ids;
  }

  private IssueStatus status(FrontMatter front) {
    Optional<String> word = front.text("status");
    Optional<IssueStatus> status = word.flatMap(IssueStatus::parse);
    if (word.isPresent() && status.isEmpty()) {
      findings.add(
          Finding.error(
              path,
              front.line("status"),
              "unknown status '" + word.get() + "'; taken as blocked",
              "write open, in_progress, blocked, deferred, done or cancelled"));
    }
    return status.orElse(word.isPresent() ? IssueStatus.BLOCKED : IssueStatus.OPEN);
  }

  private Priority priority(FrontMatter front) {
    Optional<String> word = front.text("priority");
    Optional<Priority> priority = word.flatMap(Priority::parse);
    if (word.isPresent() && priority.isEmpty()) {
      findings.add(
          Finding.error(
              path,
              front.line("priority"),
              "'"
                  + word.get()
                  + "' is no priority; taken as "
                  + name.priority().orElse(Priority.DEFAULT),
              "write P0 to P9"));
    }
    warnIfDifferent("priority", front, priority, name.priority());
    return priority.or(name::priority).orElse(Priority.DEFAULT);
  }

  private IssueType type(FrontMatter front) {
    Optional<IssueType> written = front.text("type").map(IssueType::new);
    warnIfDifferent("type", front, written, name.type());
    return written.or(name::type).or(() -> byFolder()).orElse(IssueType.NONE);
  }

  private Optional<IssueType> byFolder() {
    return Set.of("bugs", "features", "enhancements", "epics").contains(folder)
        ? Optional.of(new IssueType(folder))
        : Optional.empty();
  }

  private String title(FrontMatter front, Sections sections, IssueId id) {
    String title = front.text("title").or(sections::title).or(name::title).orElse(id.value());
    return title.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
