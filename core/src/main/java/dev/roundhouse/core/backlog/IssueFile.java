package dev.roundhouse.core.backlog;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.text.Utf8Decoder;
import dev.roundhouse.core.yaml.MalformedYamlException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one issue file, whose status can be set without touching anything else: every other
 * byte stays, including line ends, comments and style. Immutable.
 */
public final class IssueFile {
  private static final String STATUS = "status";
  private static final String COMPLETED = "completed_at";

  private final FrontMatterText head;

  private IssueFile(FrontMatterText head) {
    this.head = head;
  }

  /** Returns the file with that content. */
  public static IssueFile of(byte[] content) {
    return new IssueFile(FrontMatterText.of(content));
  }

  /**
   * Reads the file as an issue whose id is that in its front matter, or else {@code id}.
   *
   * @param id the id
   * @param locator the name of the file in findings
   */
  public BacklogReading read(IssueId id, String locator) {
    ParsedIssueFile parsed = new IssueParser(locator, id).parse(head.bytes());
    return MarkdownBacklog.reading(List.of(parsed));
  }

  /** Tells whether it has front matter. */
  boolean hasFrontMatter() {
    return head.hasFrontMatter();
  }

  /** Returns the text after the front matter. */
  public String body() {
    return new String(head.rest().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /**
   * Returns the content with another status. The keys {@code status} and, if {@code completedAt} is
   * given, {@code completed_at} are changed in place or added at the end of the front matter, which
   * is created if there is none. A key that cannot be changed without changing the value of another
   * one (an alias of it), or front matter that is not valid, is left unchanged.
   */
  public byte[] withStatus(IssueStatus status, @Nullable Instant completedAt) {
    Optional<IssueFile> marked = with(STATUS, status.word());
    if (completedAt != null) {
      String when = completedAt.truncatedTo(ChronoUnit.SECONDS).toString();
      marked = marked.flatMap(file -> file.with(COMPLETED, when));
    }
    return marked.orElse(this).head.bytes();
  }

  /**
   * Returns the file with {@code value} under {@code key}, or empty if that key alone cannot be
   * changed.
   */
  Optional<IssueFile> with(String key, String value) {
    String end = head.lineEnd();
    return front()
        .flatMap(front -> FrontMatterEdit.set(front, key, value, end))
        .map(changed -> new IssueFile(head.withFront(changed)));
  }

  /** Returns the word under {@code key} as written, without quotes; empty if there is none. */
  Optional<String> value(String key) {
    try {
      FrontMatter front = FrontMatter.parse(front().orElse(""));
      return front.text(key).flatMap(word -> front.find(key)).map(entry -> entry.value().text());
    } catch (MalformedYamlException broken) {
      return Optional.empty();
    }
  }

  /** Returns the content. */
  byte[] bytes() {
    return head.bytes();
  }

  private Optional<String> front() {
    try {
      return Optional.of(Utf8Decoder.of(head.front()));
    } catch (CharacterCodingException noText) {
      return Optional.empty();
    }
  }

  /** Tells whether two versions of a file differ at most in status and completion time. */
  public static boolean sameButStatus(byte[] one, byte[] other) {
    return Arrays.equals(of(one).withoutStatus(), of(other).withoutStatus());
  }

  private byte[] withoutStatus() {
    Optional<String> kept =
        front()
            .map(front -> FrontMatterEdit.without(front, STATUS))
            .map(front -> FrontMatterEdit.without(front, COMPLETED));
    if (kept.isEmpty()) {
      return head.bytes();
    }
    return kept.get().isEmpty() ? head.withoutFront().bytes() : head.withFront(kept.get()).bytes();
  }
}
