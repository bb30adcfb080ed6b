package dev.roundhouse.orchestrator.internal.attempt;

import dev.roundhouse.core.backlog.BacklogReading;
import dev.roundhouse.core.backlog.IssueFile;
import dev.roundhouse.core.io.Directories;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.Submission;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Worktree;
import dev.roundhouse.orchestrator.options.AgentOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Reads the files in which an agent describes further work. Whatever these files hold, nothing
 * outside their folder and nothing large is read, and no reading fails the attempt: a file that
 * cannot be used is reported. For one thread.
 */
public final class FollowUpFiles {
  private static final int MOST = 5;
  private static final int LARGEST = 64 << 10; // bytes
  private static final int LISTED = 1_000;
  private static final int REPORTED = 5;
  private static final int SHOWN = 80;
  private static final Pattern OBEYED = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]");
  private static final IssueId NAMELESS = new IssueId("follow-up");

  private final RunContext context;
  private final Issue issue;
  private final UnaryOperator<String> redaction;

  FollowUpFiles(RunContext context, Issue issue, UnaryOperator<String> redaction) {
    this.context = context;
    this.issue = issue;
    this.redaction = redaction;
  }

  /**
   * An issue that an agent described.
   *
   * @param file the name of the file; no other file of the attempt has it
   * @param id the id that stands there, which may not be free
   * @param content everything else
   */
  public record Found(String file, Optional<IssueId> id, Content content) {}

  /**
   * The content that an agent may give a new issue.
   *
   * @param title one line
   * @param type its kind
   * @param priority its urgency
   * @param labels free words
   * @param blockedBy issues that must be done first
   * @param dependsOn issues that should be done first
   * @param body the text
   */
  record Content(
      String title,
      IssueType type,
      Priority priority,
      Set<String> labels,
      Set<IssueId> blockedBy,
      Set<IssueId> dependsOn,
      String body) {
    private static final int LONGEST = 200;
    private static final int MANY = 20;
    private static final Pattern TYPE = Pattern.compile("[A-Z][A-Z0-9_-]{0,29}");
    private static final Pattern LABEL =
        Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:/-]{0,49}");
    private static final Pattern OBEYED = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\s]+");

    /** Returns what {@code read} says, as far as an agent at work on {@code at} may say it. */
    static Content of(Issue read, Issue at, String otherwise, UnaryOperator<String> redaction) {
      boolean isUntitled = read.title().equals(NAMELESS.value());
      String title =
          OBEYED.matcher(redaction.apply(isUntitled ? otherwise : read.title())).replaceAll(" ");
      boolean isWord = TYPE.matcher(read.type().name()).matches();
      int level = Math.max(read.priority().level(), Math.max(1, at.priority().level()));
      return new Content(
          title
              .codePoints()
              .limit(LONGEST)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString()
              .strip(),
          isWord ? read.type() : IssueType.NONE,
          new Priority(level),
          read.labels().stream()
              .filter(each -> LABEL.matcher(each).matches())
              .sorted()
              .limit(MANY)
              .collect(Collectors.toSet()),
          some(read.blockedBy()),
          some(read.dependsOn()),
          redaction.apply(read.body()));
    }

    private static Set<IssueId> some(Set<IssueId> ids) {
      return ids.stream().sorted().limit(MANY).collect(Collectors.toSet());
    }

    /** Returns the same as a submission with that id. */
    Submission by(Submission.Origin origin, IssueId id) {
      return new Submission(
          title,
          type,
          priority,
          labels,
          without(blockedBy, id),
          without(dependsOn, id),
          body,
          origin,
          List.of());
    }

    private static Set<IssueId> without(Set<IssueId> ids, IssueId id) {
      return ids.stream().filter(each -> !each.equals(id)).collect(Collectors.toSet());
    }
  }

  /** Makes the folder for the files, empty; one that the project tracks stays as it is. */
  void prepare(Worktree slot, ObjectId base) throws IOException {
    if (!isOff() && context.repository().objects().idAt(base, Worktree.NEW).isEmpty()) {
      Path folder = slot.path().resolve(Worktree.NEW);
      Directories.deleteTree(folder);
      Files.createDirectory(folder);
    }
  }

  private boolean isOff() {
    return context.options().agents().followUps() == AgentOptions.FollowUps.OFF;
  }

  /** Returns what the agent left in {@code slot}, in the order of names, and reports the rest. */
  public List<Found> read(Worktree slot, ObjectId base) {
    try {
      List<Path> files = list(slot.path().resolve(Worktree.NEW), base);
      if (isOff() || files.isEmpty()) {
        files.stream().findFirst().ifPresent(each -> ignored(files.size()));
        return List.of();
      }
      List<Found> found = new ArrayList<>();
      int reported = 0;
      for (Path each : files.subList(0, Math.min(MOST, files.size()))) {
        String problem = read(each, found);
        if (!problem.isEmpty() && ++reported <= REPORTED) {
          warn("'" + shown(each) + "' was not added: " + problem);
        }
      }
      if (files.size() > MOST) {
        warn(files.size() - MOST + " more were not added: an attempt may file " + MOST);
      }
      return found;
    } catch (IOException | DirectoryIteratorException unreadable) {
      warn("they cannot be read: " + unreadable.getMessage());
      return List.of();
    }
  }

  private void ignored(int files) {
    context
        .publisher()
        .note(
            issue.id()
                + ": its agent filed "
                + Plural.of(files, "follow-up issue")
                + ", ignored because of 'followUps: off'");
  }

  private void warn(String what) {
    context.publisher().warn(issue.id() + ": the follow-up issues its agent filed: " + what);
  }

  private String shown(Path file) {
    String name = name(file);
    return OBEYED.matcher(name.substring(0, Math.min(SHOWN, name.length()))).replaceAll("?");
  }

  private String name(Path file) {
    return redaction.apply(file.getFileName().toString());
  }

  /** Returns the name of {@code file}, with a number if it reads like that of one before it. */
  private String distinct(Path file, List<Found> before) {
    Set<String> names = before.stream().map(Found::file).collect(Collectors.toSet());
    String name = name(file);
    for (int i = 2; names.contains(name); i++) {
      name = name(file) + " (" + i + ")";
    }
    return name;
  }

  private List<Path> list(Path folder, ObjectId base) throws IOException {
    List<Path> files = new ArrayList<>();
    Path above = Objects.requireNonNull(folder.getParent());
    boolean isPlain =
        Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)
            && Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS);
    if (!isPlain) {
      return files;
    }
    ObjectStore objects = context.repository().objects();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      int seen = 0;
      for (Path each : all) {
        String name = each.getFileName().toString();
        boolean isIssue = name.toLowerCase(Locale.ROOT).endsWith(".md") && !name.startsWith(".");
        if (isIssue && !objects.hasFileOrLink(base, Worktree.NEW + "/" + name)) {
          files.add(each);
        }
        if (++seen == LISTED) {
          break;
        }
      }
    }
    files.sort(null);
    return files;
  }

  /** Adds what {@code file} says to {@code found}, or returns why it cannot be added. */
  private String read(Path file, List<Found> found) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return "it is not a regular file";
    }
    byte[] content;
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      content = in.readNBytes(LARGEST + 1);
    }
    if (content.length > LARGEST) {
      return "it is larger than 64 KiB";
    }
    BacklogReading reading = IssueFile.of(content).read(NAMELESS, file.getFileName().toString());
    if (reading.issues().isEmpty()) {
      return redaction.apply(
          reading.findings().isEmpty()
              ? "it is not an issue"
              : reading.findings().get(0).message());
    }
    Issue read = reading.issues().get(0);
    if (!read.status().isWorkable()) {
      return "its status is " + read.status().word();
    }
    String words =
        file.getFileName().toString().replaceFirst("(?i)[.]md$", "").replaceAll("[-_]+", " ");
    Content allowed = Content.of(read, issue, words, redaction);
    if (allowed.title().isBlank()) {
      return "it has no title";
    }
    Optional<IssueId> id = Optional.of(read.id()).filter(each -> !each.equals(NAMELESS));
    found.add(new Found(distinct(file, found), id, allowed));
    return "";
  }
}
