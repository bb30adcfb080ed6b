package dev.roundhouse.orchestrator.internal.gate;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * Reads UTF-8 as characters that XML allows; any other becomes a question mark, so that one bad
 * byte in a test's output does not hide its whole report. For one thread.
 */
final class XmlCharacters extends FilterReader {
  private static final char INSTEAD = '?';

  XmlCharacters(InputStream in) {
    super(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    return next < 0 ? next : allowed((char) next);
  }

  @Override
  public int read(char[] into, int from, int length) throws IOException {
    int count = super.read(into, from, length);
    for (int i = from; i < from + count; i++) {
      into[i] = allowed(into[i]);
    }
    return count;
  }

  private static char allowed(char each) {
    boolean control = each < ' ' && each != '\t' && each != '\n' && each != '\r';
    return control || each >= '\ufffe' ? INSTEAD : each;
  }
}
