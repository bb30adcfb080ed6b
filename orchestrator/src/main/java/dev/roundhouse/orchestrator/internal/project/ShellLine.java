package dev.roundhouse.orchestrator.internal.project;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Makes command lines, which are run without a shell, of what one would type in a folder. Pure; the
 * texts contain no single quote.
 */
final class ShellLine {
  private static final Pattern MADE = Pattern.compile("[^./ ][^ ]*/.*|\\.[^/ ][^ ]*/.*");

  private ShellLine() {}

  /**
   * Returns {@code typed} as a command line. A program that only an earlier command puts into the
   * worktree is started by a shell, since others must exist in the checkout.
   */
  static String of(String typed) {
    return MADE.matcher(typed).matches() ? shell(typed) : typed;
  }

  /** Returns one command line for everything that is typed in {@code folder}, empty for the top. */
  static String all(String folder, List<String> typed) {
    if (folder.isEmpty() && typed.size() == 1) {
      return of(typed.get(0));
    }
    return shell(joined(folder, typed));
  }

  /** Returns one command line for what is typed in the folder of each tool to prepare it. */
  static String setup(List<BuildTool> tools) {
    if (tools.size() == 1) {
      return all(tools.get(0).folder(), tools.get(0).setup());
    }
    return shell(
        String.join(
            " && ",
            tools.stream().map(each -> "(" + joined(each.folder(), each.setup()) + ")").toList()));
  }

  private static String joined(String folder, List<String> typed) {
    List<String> words = new ArrayList<>();
    if (!folder.isEmpty()) {
      words.add("cd " + (folder.contains(" ") ? "\"" + folder + "\"" : folder));
    }
    words.addAll(typed);
    return String.join(" && ", words);
  }

  private static String shell(String script) {
    return "sh -c '" + script + "'";
  }
}
