package dev.roundhouse.core.backlog;

import dev.roundhouse.core.backlog.FrontMatterFields.Given;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.text.Utf8Decoder;
import dev.roundhouse.core.yaml.MalformedYamlException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one issue file: front matter first, then its text, then its name. For one file. */
final class IssueParser {
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern(
          "yyyy-MM-dd[['T'][' ']HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]][XXX]]", Locale.ROOT);
  static final String ID_HINT =
      "an id is 1 to 100 letters, digits, '.', '_' or '-', such as BUG-042";

  private static final List<String> CREATED =
      List.of("created_at", "created", "captured_at", "discovered_date");
  private static final List<String> EXTRA = List.of("url", "assignee", "milestone", "due");
  private static final Pattern STATUS =
      Pattern.compile("(?im)^['\"]?status['\"]?[ \t]*:[ \t]*['\"]?([a-z][a-z _-]*)");
  private static final Pattern UNCLOSED = Pattern.compile("---[ \t]*\r?\n");

  private final String path;
  private final String folder;
  private final IssueFileName name;
  private final List<Finding> findings = new ArrayList<>();

  /** Creates a parser for the file at {@code path}, relative to the checkout, with {@code /}. */
  IssueParser(String path) {
    this.path = path;
    List<String> parts = List.of(path.split("/", -1));
    this.name = IssueFileName.of(parts.get(parts.size() - 1));
    this.folder = parts.size() > 1 ? parts.get(parts.size() - 2) : "";
  }

  /** Creates a parser for a file whose name says nothing; without an id of its own it has this. */
  IssueParser(String path, IssueId id) {
    this.path = path;
    this.name = new IssueFileName(Optional.empty(), Optional.of(id), "");
    this.folder = "";
  }

  ParsedIssueFile parse(byte[] content) {
    FrontMatterText head = FrontMatterText.of(content);
    try {
      String front = Utf8Decoder.of(head.front());
      String body = Utf8Decoder.of(head.rest());
      if (!head.hasFrontMatter() && UNCLOSED.matcher(body).lookingAt()) {
        throw new MalformedYamlException(
            "not closed by a line '---'", 0, "add a line '---' where the front matter ends");
      }
      int bodyLine = head.hasFrontMatter() ? head.lines().size() + 3 : 1;
      return read(FrontMatter.parse(front), MarkdownSections.of(body, bodyLine), body);
    } catch (MalformedYamlException broken) {
      return broken(
          content,
          Finding.error(
              path,
              broken.line() + 1,
              "the front matter is " + broken.getMessage(),
              broken.hint()));
    } catch (CharacterCodingException broken) {
      return broken(
          content,
          Finding.error(
              path,
              Utf8Decoder.badLine(content),
              "this is not valid UTF-8",
              "save the file as UTF-8"));
    }
  }

  /** Returns {@code error} as the result; a warning if a line says that the issue is closed. */
  private static ParsedIssueFile broken(byte[] content, Finding error) {
    Matcher status = STATUS.matcher(new String(content, StandardCharsets.ISO_8859_1));
    boolean closed =
        status.find()
            && IssueStatus.parse(status.group(1))
                .filter(word -> word == IssueStatus.DONE || word == IssueStatus.CANCELLED)
                .isPresent();
    return ParsedIssueFile.broken(
        closed
            ? Finding.warning(error.locator(), error.line(), error.message(), error.hint())
            : error);
  }

  private ParsedIssueFile read(FrontMatter front, MarkdownSections sections, String body) {
    Optional<IssueId> id = id(front);
    if (id.isEmpty()) {
      return new ParsedIssueFile(Optional.empty(), Map.of(), Map.of(), List.of(), findings);
    }
    FrontMatterFields fields = FrontMatterFields.of(front);
    DependencyReader order = new DependencyReader(path, findings);
    order.read(fields, sections);
    IssueStatus status = status(fields, sections);
    Optional<Priority> priority = priority(fields, sections);
    Issue issue =
        Issue.builder(id.get())
            .title(title(front, sections, id.get()))
            .type(type(front))
            .priority(priority.orElse(Priority.DEFAULT))
            .status(order.isUnclear() && status.isWorkable() ? IssueStatus.BLOCKED : status)
            .labels(new LinkedHashSet<>(front.list("labels")))
            .blockedBy(order.of(IssueField.BLOCKED_BY).keySet())
            .blocks(order.of(IssueField.BLOCKS).keySet())
            .dependsOn(order.of(IssueField.DEPENDS_ON).keySet())
            .parent(parent(fields))
            .createdAt(createdAt(front))
            .file(path)
            .body(body)
            .effort(EffortParser.of(front, path, findings))
            .touches(touches(front))
            .extra(extra(front))
            .build();
    return new ParsedIssueFile(
        Optional.of(issue),
        order.of(IssueField.BLOCKS),
        order.of(IssueField.BLOCKED_BY),
        new UnreadFieldFinder(issue, order, priority.isPresent()).find(fields, sections),
        findings.stream().map(each -> each.about(Set.of(id.get()))).toList());
  }

  private Optional<IssueId> id(FrontMatter front) {
    Optional<String> written = front.text("id");
    if (written.isEmpty()) {
      if (name.id().isEmpty()) {
        findings.add(
            Finding.error(path, 0, "no id in the front matter or in the file name", ID_HINT)
                .makingAmbiguous());
      }
      return name.id();
    }
    Optional<IssueId> id = IssueId.parse(written.get());
    if (id.isEmpty()) {
      findings.add(
          Finding.error(
                  path,
                  front.line("id"),
                  "'" + written.get() + "' is not a valid issue id",
                  ID_HINT)
              .makingAmbiguous());
    }
    Optional<IssueId> named = name.id().filter(each -> !name.slug().isEmpty());
    boolean same = named.isPresent() && Selection.names(written.get(), named.get());
    warnIfDifferent("id", front.line("id"), id, same ? Optional.empty() : named);
    return id;
  }

  private <T> void warnIfDifferent(String key, int line, Optional<T> written, Optional<T> named) {
    if (written.isPresent() && named.isPresent() && !written.equals(named)) {
      findings.add(
          Finding.warning(
              path,
              line,
              key + " is " + written.get() + " here and " + named.get() + " in the file's name",
              "the front matter is used; rename the file"));
    }
  }

  private Optional<IssueId> parent(FrontMatterFields fields) {
    Optional<Given> given = fields.first(IssueField.PARENT);
    Optional<IssueId> parent =
        given
            .flatMap(Given::word)
            .map(IssueIdList::of)
            .filter(list -> list.isWhole() && list.ids().size() == 1)
            .map(list -> list.ids().get(0));
    if (given.isPresent() && parent.isEmpty()) {
      findings.add(
          Finding.warning(
              path,
              given.get().line(),
              given.get().name()
                  + " is '"
                  + given.get().text()
                  + "', which is not a valid issue id",
              ID_HINT));
    }
    return parent;
  }

  private Optional<Instant> createdAt(FrontMatter front) {
    for (String key : CREATED) {
      Optional<String> written = front.text(key);
      Optional<Instant> when = written.flatMap(IssueParser::timestamp);
      if (when.isPresent()) {
        return when;
      }
      if (written.isPresent()) {
        findings.add(
            Finding.warning(
                path,
                front.line(key),
                key + " is '" + written.get() + "', which is not a valid time; the age is ignored",
                "write it as 2026-01-31 or 2026-01-31T12:00:00Z"));
      }
    }
    return Optional.empty();
  }

  /** Parses a date, a date and time, or one with an offset; UTC if there is no offset. */
  private static Optional<Instant> timestamp(String text) {
    try {
      TemporalAccessor parsed =
          TIMESTAMP.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime zoned) {
        return Optional.of(zoned.toInstant());
      }
      return Optional.of(
          parsed instanceof LocalDateTime local
              ? local.toInstant(ZoneOffset.UTC)
              : LocalDate.from(parsed).atStartOfDay().toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  private Set<String> touches(FrontMatter front) {
    Set<String> touches = new LinkedHashSet<>();
    for (FrontMatter.Word word : front.words(DeclaredFiles.KEY)) {
      if (PathPattern.parse(word.text()).isPresent()) {
        touches.add(word.text());
      } else {
        findings.add(DeclaredFiles.wrong(path, word));
      }
    }
    return touches;
  }

  private static Map<String, String> extra(FrontMatter front) {
    Map<String, String> extra = new LinkedHashMap<>();
    EXTRA.forEach(key -> front.text(key).ifPresent(value -> extra.put(key, value)));
    return extra;
  }

  private IssueStatus status(FrontMatterFields fields, MarkdownSections sections) {
    Optional<Given> given = fields.first(IssueField.STATUS);
    if (given.isEmpty()) {
      return head(IssueField.STATUS, sections, IssueStatus::parse).orElse(IssueStatus.OPEN);
    }
    Optional<IssueStatus> status = given.flatMap(Given::word).flatMap(IssueStatus::parse);
    if (status.isEmpty()) {
      findings.add(
          Finding.error(
              path,
              given.get().line(),
              "unknown status '" + given.get().text() + "'; treated as blocked",
              "write open, in_progress, blocked, deferred, done or cancelled"));
    }
    return status.orElse(IssueStatus.BLOCKED);
  }

  private Optional<Priority> priority(FrontMatterFields fields, MarkdownSections sections) {
    Optional<Given> given = fields.first(IssueField.PRIORITY);
    if (given.isEmpty()) {
      return name.priority().or(() -> head(IssueField.PRIORITY, sections, Priority::parse));
    }
    Optional<Priority> priority = given.flatMap(Given::word).flatMap(Priority::parse);
    if (priority.isEmpty()) {
      findings.add(
          Finding.error(
              path,
              given.get().line(),
              "'"
                  + given.get().text()
                  + "' is not a valid priority; treated as "
                  + name.priority().orElse(Priority.DEFAULT),
              "write P0 to P9, or critical, high, medium, low or lowest"));
    }
    warnIfDifferent("priority", given.get().line(), priority, name.priority());
    return priority.or(name::priority);
  }

  /** Returns what the first such field at the top of the text says. */
  private static <T> Optional<T> head(
      IssueField field, MarkdownSections sections, Function<String, Optional<T>> parse) {
    return sections.fields().stream()
        .filter(BodyField::isHead)
        .filter(each -> IssueField.of(each.name()).filter(field::equals).isPresent())
        .findFirst()
        .flatMap(each -> LeadingWord.of(each.value(), parse));
  }

  private IssueType type(FrontMatter front) {
    Optional<IssueType> written = front.text("type").map(IssueType::new);
    warnIfDifferent("type", front.line("type"), written, name.type());
    return written.or(name::type).or(() -> byFolder()).orElse(IssueType.NONE);
  }

  private Optional<IssueType> byFolder() {
    Set<String> known = Set.of("bugs", "features", "enhancements", "epics");
    return Optional.of(folder).filter(known::contains).map(IssueType::new);
  }

  private String title(FrontMatter front, MarkdownSections sections, IssueId id) {
    String title = front.text("title").or(sections::title).or(name::title).orElse(id.value());
    return title.replaceAll("\\p{Cntrl}+", " ").strip();
  }
}
