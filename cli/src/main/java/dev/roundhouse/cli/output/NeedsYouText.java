package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.schedule.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Prints what needs a person, oldest first, each with its reason and the command to type. On a
 * screen, no line is wider than that, except for a command, which stays whole.
 */
public final class NeedsYouText {
  private static final String COMMAND = "→ ";
  private static final int MOST_LINES = 2; // of a reason; 'roundhouse why' has all of it

  private final Terminal terminal;
  private final TextColor color;

  /** Creates a printer for {@code terminal}. */
  public NeedsYouText(Terminal terminal) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
  }

  /** Prints the list and an empty line; nothing if the list is empty. */
  public void print(List<Decision> decisions) {
    if (decisions.isEmpty()) {
      return;
    }
    terminal.out().println(color.strong("Needs you (" + decisions.size() + ")"));
    int longest =
        decisions.stream().mapToInt(each -> DisplayText.width(subject(each))).max().orElse(0);
    int width = Math.min(longest, Math.max(8, terminal.columns() / 4));
    Instant now = terminal.clock().instant();
    decisions.forEach(each -> print(each, width, now));
    terminal.out().println();
  }

  private void print(Decision decision, int width, Instant now) {
    String indent = " ".repeat(width + 4);
    int room = terminal.columns() - indent.length();
    String subject = subject(decision);
    boolean isLong = DisplayText.width(subject) > width;
    String first =
        isLong ? "  " + subject + "\n" + indent : "  " + DisplayText.pad(subject, width) + "  ";
    List<String> lines = new ArrayList<>();
    heading(decision, now, room).forEach(lines::add);
    lines.addAll(reason(decision, room));
    terminal.out().println(first + lines.get(0));
    for (String line : lines.subList(1, lines.size())) {
      boolean isMoved = line.startsWith(COMMAND) && DisplayText.width(line) > room;
      terminal.out().println((isMoved ? "    " : indent) + line);
    }
  }

  private Stream<String> heading(Decision decision, Instant now, int room) {
    if (decision.title().isEmpty()) {
      return Stream.empty();
    }
    String age = decision.since().map(then -> DurationText.ago(then, now)).orElse("");
    String title = DisplayText.cut(line(decision.title()), room - age.length() - 2);
    return Stream.of(title + "  " + color.quiet(age));
  }

  private List<String> reason(Decision decision, int room) {
    String why = line(decision.why());
    String command = COMMAND + decision.command();
    if (DisplayText.width(why) + 1 + command.length() <= room) {
      return List.of(why + " " + command);
    }
    List<String> lines = new ArrayList<>(DisplayText.wrap(why, room));
    if (lines.size() > MOST_LINES) {
      String rest = String.join(" ", lines.subList(MOST_LINES - 1, lines.size()));
      lines.subList(MOST_LINES - 1, lines.size()).clear();
      lines.add(DisplayText.cut(rest, room));
    }
    lines.add(command);
    return lines;
  }

  private String subject(Decision decision) {
    return line(decision.subject());
  }

  private String line(String text) {
    return terminal.safe(text).replace('\n', ' ').replace('\t', ' ').strip();
  }

  /** Returns {@code decision} as a JSON object. */
  static Map<String, Object> json(Decision decision) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", decision.kind().word());
    object.put("issue", decision.issue().map(Object::toString).orElse(null));
    object.put("subject", decision.subject());
    object.put("title", decision.title());
    object.put("since", decision.since().map(Instant::toString).orElse(null));
    object.put("why", decision.why());
    object.put("command", decision.command());
    return object;
  }
}
