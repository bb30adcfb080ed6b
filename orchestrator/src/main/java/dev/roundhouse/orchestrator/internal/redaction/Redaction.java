package dev.roundhouse.orchestrator.internal.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces secrets in a stream of bytes and leaves every other byte as it is. Only a possible
 * beginning of a secret is held back until more is known; the rest is passed on at once. For one
 * thread.
 */
public final class Redaction {
  private static final byte[] INSTEAD = "[redacted]".getBytes(StandardCharsets.US_ASCII);

  private final Sink sink;
  private final SecretPattern[][] byFirst = new SecretPattern[256][];
  private byte[] bytes = {'\n'}; // at 0 the last byte that was passed, then the bytes held back
  private int size = 1;
  private @Nullable SecretPattern tail;

  public Redaction(Sink sink, Map<String, String> environment) {
    this.sink = sink;
    List<SecretPattern> shapes = new ArrayList<>(TokenPattern.wellKnown());
    shapes.add(new PrivateKeyPattern());
    shapes.addAll(KnownSecret.in(environment));
    for (SecretPattern each : shapes) {
      int first = Byte.toUnsignedInt(each.first());
      SecretPattern[] before = byFirst[first] == null ? new SecretPattern[0] : byFirst[first];
      SecretPattern[] more = Arrays.copyOf(before, before.length + 1);
      more[before.length] = each;
      byFirst[first] = more;
    }
  }

  /**
   * Returns {@code text} as a log of a process with {@code environment} would have it: with {@code
   * [redacted]} in place of anything that looks like a secret, and of the values in {@code
   * environment} under names of secrets.
   */
  public static String redacted(String text, Map<String, String> environment) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream(text.length());
    Redaction redaction = new Redaction(kept::write, environment);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    redaction.take(bytes, bytes.length);
    redaction.finish();
    return kept.toString(StandardCharsets.UTF_8);
  }

  /** Takes the next output. */
  public void take(byte[] printed, int length) {
    if (bytes.length < size + length) {
      bytes = Arrays.copyOf(bytes, size + length);
    }
    System.arraycopy(printed, 0, bytes, size, length);
    size += length;
    pass(false);
  }

  /** Passes on the bytes held back, since nothing follows. */
  public void finish() {
    pass(true);
  }

  private void pass(boolean last) {
    int clean = pastTail(1);
    int at = nextBeginning(clean);
    while (at < size) {
      int end = end(at, last);
      if (end == SecretPattern.MORE) {
        break;
      }
      if (end == SecretPattern.NONE) {
        at = nextBeginning(at + 1);
        continue;
      }
      sink.write(bytes, clean, at - clean);
      sink.write(INSTEAD, 0, INSTEAD.length);
      clean = pastTail(end);
      at = nextBeginning(clean);
    }
    sink.write(bytes, clean, at - clean);
    System.arraycopy(bytes, at - 1, bytes, 0, size - at + 1);
    size -= at - 1;
  }

  /** Returns the end of the last secret found, if it continues at {@code from}. */
  private int pastTail(int from) {
    int at = from;
    while (tail != null && at < size) {
      if (tail.goesOnWith(bytes[at])) {
        at++;
      } else {
        tail = null;
      }
    }
    return at;
  }

  /** Returns the first place, from {@code from} on, at which a secret may begin. */
  private int nextBeginning(int from) {
    byte[] all = bytes;
    SecretPattern[][] shapes = byFirst;
    int at = from;
    while (at < size && shapes[Byte.toUnsignedInt(all[at])] == null) {
      at++;
    }
    return at;
  }

  /** Returns the end of the longest secret that begins at {@code at}. */
  private int end(int at, boolean last) {
    SecretPattern[] shapes = byFirst[Byte.toUnsignedInt(bytes[at])];
    int longest = SecretPattern.NONE;
    for (SecretPattern each : shapes) {
      int end = each.end(bytes, at, size, last);
      if (end == SecretPattern.MORE) {
        tail = null; // it is examined again
        return SecretPattern.MORE;
      }
      if (end > longest) {
        longest = end;
        tail = each;
      }
    }
    return longest;
  }

  /** Takes the bytes that may be kept. */
  public interface Sink {
    void write(byte[] bytes, int from, int length);
  }
}
