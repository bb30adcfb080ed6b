package dev.roundhouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The console blocks of a page: commands behind a dollar sign, their further lines behind {@code
 * >}, and what they print. Immutable.
 *
 * @param lines the lines of the page
 * @param steps the commands, in order
 */
record ConsolePage(List<String> lines, List<Step> steps) {
  /**
   * One command of a page.
   *
   * @param command the command, as a shell reads it
   * @param begin the index of the first line that it prints
   * @param end the index behind the last line that it prints
   */
  record Step(String command, int begin, int end) {}

  static ConsolePage read(Path page) throws IOException {
    List<String> lines = Files.readAllLines(page);
    List<Step> steps = new ArrayList<>();
    boolean inside = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside && line.startsWith("$ ")) {
        steps.add(step(lines, i));
      }
    }
    return new ConsolePage(List.copyOf(lines), List.copyOf(steps));
  }

  private static Step step(List<String> lines, int at) {
    StringBuilder command = new StringBuilder(lines.get(at).substring(2));
    int begin = at + 1;
    while (lines.get(begin).startsWith("> ")) {
      command.append('\n').append(lines.get(begin).substring(2));
      begin++;
    }
    int end = begin;
    while (!lines.get(end).startsWith("$ ") && !lines.get(end).startsWith("```")) {
      end++;
    }
    return new Step(command.toString(), begin, end);
  }

  /** Returns what the page says that {@code step} prints. */
  List<String> output(Step step) {
    return lines.subList(step.begin(), step.end());
  }

  /** Returns the page with other outputs, one for each step. */
  List<String> with(List<List<String>> outputs) {
    List<String> all = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < steps.size(); i++) {
      all.addAll(lines.subList(from, steps.get(i).begin()));
      all.addAll(outputs.get(i));
      from = steps.get(i).end();
    }
    all.addAll(lines.subList(from, lines.size()));
    return all;
  }
}
