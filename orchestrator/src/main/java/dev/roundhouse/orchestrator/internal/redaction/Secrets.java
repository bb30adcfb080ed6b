package dev.roundhouse.orchestrator.internal.redaction;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Removes secrets from texts, as they are removed from logs. */
public final class Secrets {
  private Secrets() {}

  /**
   * {@code text} with {@code [redacted]} in place of what looks like a secret, and of the values in
   * {@code environment} under names that speak of secrets.
   */
  public static String redacted(String text, Map<String, String> environment) {
    ByteArrayOutputStream clean = new ByteArrayOutputStream(text.length());
    Redaction redaction = new Redaction(clean::write, environment);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    redaction.take(bytes, bytes.length);
    redaction.finish();
    return clean.toString(StandardCharsets.UTF_8);
  }
}
