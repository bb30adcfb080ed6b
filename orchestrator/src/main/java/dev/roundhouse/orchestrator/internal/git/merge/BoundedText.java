package dev.roundhouse.orchestrator.internal.git.merge;

import dev.roundhouse.core.text.Plural;
import java.nio.charset.StandardCharsets;

/** Text of bounded size for people and agents, made of untrusted lines. For one thread. */
final class BoundedText {
  private static final int WIDEST = 400;
  private static final int ROOM_FOR_REST = 40;

  private final StringBuilder text = new StringBuilder();
  private final int lines;
  private final int bytes;
  private int count;
  private int size;
  private int dropped;

  /** Creates a text of at most that many lines, and that many bytes in UTF-8. */
  BoundedText(int lines, int bytes) {
    this.lines = lines;
    this.bytes = bytes;
  }

  /** Adds a line if it fits; control characters and the end of a long line are left out. */
  void line(String line) {
    String shown = harmless(line) + "\n";
    int length = shown.getBytes(StandardCharsets.UTF_8).length;
    if (dropped > 0 || count + 1 >= lines || size + length > bytes - ROOM_FOR_REST) {
      dropped++;
      return;
    }
    text.append(shown);
    count++;
    size += length;
  }

  private static String harmless(String line) {
    String cut = line.length() > WIDEST ? line.substring(0, WIDEST) + " …" : line;
    StringBuilder shown = new StringBuilder(cut.length());
    cut.codePoints().forEach(each -> shown.appendCodePoint(isHarmless(each) ? each : '\uFFFD'));
    return shown.toString();
  }

  /**
   * Tells whether the character is neither a control character, nor one that changes the direction
   * of writing, nor half of one.
   */
  private static boolean isHarmless(int character) {
    int type = Character.getType(character);
    return character == '\t'
        || (type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE);
  }

  /** Returns the text, and the number of lines left out. */
  String text() {
    return dropped == 0 ? text.toString() : text + "… " + Plural.of(dropped, "more line") + "\n";
  }
}
