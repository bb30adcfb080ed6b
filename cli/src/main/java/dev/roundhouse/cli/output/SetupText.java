package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.ProjectSetup;
import dev.roundhouse.orchestrator.run.BaseReport;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Prints what a first look at a project found, what was written, and the gate's answer. */
public final class SetupText {
  private static final int LAST_LINES = 15;

  private final Terminal terminal;
  private final TextColor color;

  /** Creates a printer for {@code terminal}. */
  public SetupText(Terminal terminal) {
    this.terminal = terminal;
    this.color = new TextColor(terminal);
  }

  /** Prints what was found. */
  public void found(ProjectSetup.Proposal proposal) {
    List<String> found = new ArrayList<>(proposal.found());
    if (proposal.gate().isEmpty()) {
      found.add("no tests that could be the gate");
    }
    if (proposal.agents().isEmpty()) {
      found.add("no known agent on PATH");
    }
    paragraph("Found: ", String.join(", ", found));
  }

  /** Prints what was written. */
  public void wrote(ProjectSetup.Proposal proposal) {
    List<String> values = new ArrayList<>();
    values.add(proposal.agent().map(each -> "agent: " + each).orElse("agent: none"));
    values.add("gate: " + gate(proposal.gate()));
    proposal.setup().ifPresent(each -> values.add("setup: " + each));
    if (proposal.isReviewed()) {
      values.add("review: required");
    }
    values.add("workers: " + proposal.workers());
    String file = "Wrote " + proposal.file().getFileName();
    String line = file + "   " + String.join("   ", values);
    if (DisplayText.width(line) <= Math.min(terminal.columns(), 100)) {
      say(line);
    } else {
      say(file);
      values.forEach(each -> paragraph("  ", each));
    }
  }

  private static String gate(List<String> gate) {
    if (gate.isEmpty()) {
      return "none";
    }
    return gate.size() == 1 ? gate.get(0) : "[" + String.join(", ", gate) + "]";
  }

  /** Announces that the gate runs; its answer goes on the same line. */
  public void checking(String branch) {
    terminal
        .out()
        .print("Checking the gate" + (branch.isEmpty() ? "" : " on " + terminal.safe(branch)));
    terminal.out().print(" in a clean worktree … ");
    terminal.out().flush();
  }

  /** Prints the gate's answer. */
  public void answer(BaseReport base) {
    String took = DurationText.of(base.took());
    switch (base.outcome()) {
      case PASSED -> say(color.good("passed") + " in " + took);
      case KNOWN -> say(color.good("passed") + " before, on the same files");
      case UNTESTED -> say("there is none");
      case INTERRUPTED -> say("stopped after " + took);
      case FAILED, UNDECIDED -> {
        say(color.bad("failed") + " after " + took);
        objection(base.reason(), base.evidence(), base.advice());
        paragraph("The whole output: ", base.log().toString());
      }
    }
  }

  /** Prints why the gate could not run. */
  public void refused(String message, String hint) {
    say(color.bad("could not run"));
    objection(message, "", hint);
  }

  private void objection(String reason, String evidence, String advice) {
    paragraph("  ", reason);
    List<String> lines = evidence.strip().lines().toList();
    for (String each : lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) {
      String line = terminal.safe(each).replace("\t", "    ");
      say(color.quiet("  | ") + DisplayText.cut(line, room(4)));
    }
    advice.lines().forEach(each -> paragraph(each.startsWith(" ") ? "    " : "  ", each.strip()));
  }

  private int room(int margin) {
    return terminal.columns() == Integer.MAX_VALUE
        ? Integer.MAX_VALUE
        : Math.max(20, terminal.columns() - margin);
  }

  /** Prints the command to type next. */
  public void next(String line) {
    paragraph("Next: ", line);
  }

  /** Prints words on as many lines as they need; all but the first are indented. */
  private void paragraph(String label, String words) {
    int most = room(0);
    StringBuilder line = new StringBuilder(label.stripTrailing());
    boolean fresh = label.isBlank();
    if (fresh) {
      line = new StringBuilder(label);
    }
    for (String each : Stream.of(terminal.safe(words).split(" ", -1)).toList()) {
      if (!fresh && DisplayText.width(line.toString()) + 1 + DisplayText.width(each) > most) {
        say(line.toString());
        line = new StringBuilder("  ");
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(each);
      fresh = false;
    }
    say(line.toString());
  }

  private void say(String line) {
    terminal.out().println(line);
  }
}
