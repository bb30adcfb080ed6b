package dev.roundhouse.cli.demo;

import java.util.List;

/**
 * One issue of the demo's backlog.
 *
 * @param number its number
 * @param type its type
 * @param priority its priority
 * @param slug the words in its file's name
 * @param title its title
 * @param blockedBy the numbers of its blockers, as in the file
 * @param text the work to do
 */
record DemoIssue(
    int number,
    String type,
    int priority,
    String slug,
    String title,
    String blockedBy,
    String text) {
  static List<DemoIssue> all() {
    return List.of(
        feature(1, 1, "lower", "Text in lower case", ""),
        feature(2, 1, "trim", "No blanks at either end", ""),
        feature(3, 2, "repeat", "The same text again", ""),
        feature(4, 2, "reverse", "Text from back to front", ""),
        feature(5, 3, "count", "How many characters a text has", "UP-3"),
        new DemoIssue(
            6, "ENH", 1, "blue", "Blue by default", "", "Set the colour in settings.txt to blue."),
        new DemoIssue(
            7,
            "ENH",
            1,
            "green",
            "Green by default",
            "UP-6",
            "Set the colour in settings.txt to green. (The first attempt at this works from an old"
                + " state and collides with UP-6.)"),
        new DemoIssue(
            8,
            "BUG",
            2,
            "give-up",
            "Something nobody can do",
            "",
            "The agent gives up on this one and exits with 3."),
        new DemoIssue(
            9,
            "BUG",
            2,
            "breaks",
            "A change that breaks a test",
            "",
            "What the agent does here never passes the gate."),
        feature(10, 2, "title", "First letters in upper case", "UP-1, UP-2"),
        feature(11, 3, "center", "Text in the middle of a line", "UP-2"),
        feature(12, 3, "wrap", "Lines of a given length", "UP-11"),
        feature(13, 4, "quote", "Text in quotes", ""),
        feature(14, 4, "unreachable", "Waits for what nobody can do", "UP-8"));
  }

  private static DemoIssue feature(
      int number, int priority, String slug, String title, String blockedBy) {
    String text =
        "Write lib/" + slug + ".sh, which does this to its standard input, and a test for it.";
    return new DemoIssue(number, "FEAT", priority, slug, title, blockedBy, text);
  }

  String fileName() {
    return "P" + priority + "-UP-" + number + "-" + slug + ".md";
  }

  String content() {
    String blockers = blockedBy.isEmpty() ? "" : "blocked_by: [" + blockedBy + "]\n";
    return """
        ---
        id: UP-%s
        type: %s
        priority: P%s
        title: %s
        status: open
        %s---

        # UP-%s: %s

        %s
        """
        .formatted(number, type, priority, title, blockers, number, title, text);
  }
}
