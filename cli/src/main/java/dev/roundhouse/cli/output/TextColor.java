package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;

/** Colours text if colours are wanted. Immutable. */
final class TextColor {
  private final boolean on;

  TextColor(Terminal terminal) {
    this.on = terminal.colours();
  }

  String good(String text) {
    return paint(text, "32");
  }

  String bad(String text) {
    return paint(text, "31");
  }

  String warning(String text) {
    return paint(text, "33");
  }

  String strong(String text) {
    return paint(text, "1");
  }

  String quiet(String text) {
    return paint(text, "2");
  }

  private String paint(String text, String code) {
    return on ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
