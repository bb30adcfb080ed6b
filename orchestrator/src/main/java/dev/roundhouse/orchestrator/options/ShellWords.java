package dev.roundhouse.orchestrator.options;

import java.util.ArrayList;
import java.util.List;

/** Splits one line into words as a POSIX shell does, expanding nothing. For one line. */
final class ShellWords {
  private final String line;
  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private int at;

  ShellWords(String line) {
    this.line = line;
  }

  List<String> split() {
    while (at < line.length()) {
      char c = line.charAt(at++);
      switch (c) {
        case ' ', '\t', '\n' -> endWord();
        case '\'' -> single();
        case '"' -> doubled();
        case '\\' -> escaped();
        default -> add(c);
      }
    }
    endWord();
    return words;
  }

  private void add(char c) {
    inWord = true;
    word.append(c);
  }

  private void endWord() {
    if (inWord) {
      words.add(word.toString());
      word.setLength(0);
      inWord = false;
    }
  }

  private void single() {
    int end = line.indexOf('\'', at);
    if (end < 0) {
      throw unclosed('\'');
    }
    inWord = true;
    word.append(line, at, end);
    at = end + 1;
  }

  private void doubled() {
    inWord = true;
    while (at < line.length()) {
      char c = line.charAt(at++);
      if (c == '"') {
        return;
      }
      boolean escapes = c == '\\' && at < line.length() && "\"\\$`".indexOf(line.charAt(at)) >= 0;
      word.append(escapes ? line.charAt(at++) : c);
    }
    throw unclosed('"');
  }

  private void escaped() {
    if (at == line.length()) {
      throw new IllegalArgumentException("a command must not end in a backslash: " + line);
    }
    add(line.charAt(at++));
  }

  private IllegalArgumentException unclosed(char quote) {
    return new IllegalArgumentException("a " + quote + " is not closed in the command: " + line);
  }
}
