package dev.roundhouse.orchestrator.internal.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Takes secrets out of a text that a process left otherwise than by printing it. Pure. */
public final class RedactedText {
  private RedactedText() {}

  /** {@code text} as a log of a process with {@code environment} would have it. */
  public static String of(String text, Map<String, String> environment) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    Redaction redaction = new Redaction(kept::write, environment);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    redaction.take(bytes, bytes.length);
    redaction.finish();
    return kept.toString(StandardCharsets.UTF_8);
  }
}
