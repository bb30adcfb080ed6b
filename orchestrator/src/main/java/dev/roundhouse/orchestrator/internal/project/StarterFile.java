package dev.roundhouse.orchestrator.internal.project;

import dev.roundhouse.orchestrator.internal.agent.AgentProfile;
import dev.roundhouse.orchestrator.options.Command;
import java.util.List;
import java.util.Optional;

/**
 * Writes the text of a first configuration, in which a comment explains each key. For one thread.
 */
final class StarterFile {
  private static final int WIDTH = 80;
  private static final String MARK = "# ";

  private final StringBuilder text = new StringBuilder();

  /**
   * The values to write.
   *
   * @param agent the agent, if one is known
   * @param gate the gate's command lines
   * @param setup the command line that prepares agents' worktrees
   * @param workers the number of workers
   * @param review whether a person reads every change before it lands
   */
  record Values(
      Optional<String> agent,
      List<String> gate,
      Optional<String> setup,
      int workers,
      boolean review) {
    /** Copies the list. */
    Values {
      gate = List.copyOf(gate);
    }
  }

  /** Returns the text for what {@code scan} found, with {@code values}. */
  static String of(ProjectScan scan, Values values) {
    StarterFile file = new StarterFile();
    file.line("# yaml-language-server: $schema=" + ProjectScan.SCHEMA);
    file.comment("'roundhouse config KEY' explains a key.");
    file.agent(scan, values);
    file.gate(scan, values);
    file.review(values);
    file.setup(values);
    file.supplies(scan);
    file.workers(scan, values);
    file.backlog(scan.backlog());
    return file.text.toString();
  }

  private void agent(ProjectScan scan, Values values) {
    line("");
    if (values.agent().isEmpty()) {
      comment(
          "The program that works on each issue. None of those that are known by name was found on"
              + " PATH: install one, or name any command that reads a prompt on standard input."
              + " 'roundhouse agents' lists the names.");
      line("# agent: " + ProjectScan.FIRST_AGENT);
      return;
    }
    String agent = values.agent().get();
    Optional<AgentProfile> sandboxed = sandboxed(agent, scan);
    comment(
        "The program that works on each issue"
            + (sandboxed.isPresent() ? ", in its own sandbox." : ", with your user's rights."));
    sandboxed
        .or(() -> AgentProfile.find(agent))
        .map(profile -> profile.permission() + ". Roundhouse's docs/security.md explains it.")
        .ifPresent(this::comment);
    List<String> others = scan.agents().stream().filter(each -> !each.equals(agent)).toList();
    if (!others.isEmpty()) {
      comment("Also on PATH: " + String.join(", ", others) + ".");
    }
    line("agent: " + YamlText.value(agent));
    if (sandboxed.isPresent()) {
      line("");
      comment(
          "What agents may do: 'sandboxed' is what their own sandboxes allow (a run is refused"
              + " if an agent has none), 'unrestricted' is everything that you may do.");
      line("permissions: sandboxed");
    }
  }

  /** Returns the profile that runs {@code agent} in its sandbox, if that works here. */
  private static Optional<AgentProfile> sandboxed(String agent, ProjectScan scan) {
    List<String> words = Command.parse(agent).argv();
    List<String> more = words.subList(1, words.size());
    return AgentProfile.ofProgram(words.get(0))
        .filter(each -> scan.sandboxed().contains(words.get(0)))
        .filter(each -> each.lineObjection(more).isEmpty() && each.contrary(more).isEmpty())
        .flatMap(AgentProfile::sandboxed);
  }

  private void gate(ProjectScan scan, Values values) {
    line("");
    boolean isFound = values.gate().equals(scan.gate());
    if (values.gate().isEmpty()) {
      comment(
          "A command that must exit with 0 for a change to land; without one, changes land untested.");
    } else {
      comment("Must exit with 0, in a clean worktree of the merged change, for it to land.");
    }
    if (isFound) {
      scan.chosen().forEach(each -> comment("From " + each.where() + "."));
      scan.chosen().stream().flatMap(each -> each.remarks().stream()).forEach(this::comment);
    }
    commands(values.gate());
    List<BuildTool> others = scan.others().stream().filter(each -> !each.gate().isEmpty()).toList();
    if (!others.isEmpty()) {
      comment("Also found, but not part of the gate:");
      others.forEach(
          each -> line("#   - " + YamlText.value(ShellLine.all(each.folder(), each.gate()))));
    }
  }

  private void commands(List<String> gate) {
    if (gate.isEmpty()) {
      line("# gate: make test");
    } else if (gate.size() == 1) {
      line("gate: " + YamlText.value(gate.get(0)));
    } else {
      String list = "gate: " + YamlText.list(gate);
      boolean isShort = list.length() <= WIDTH && !list.contains("'");
      line(isShort ? list : "gate:");
      if (!isShort) {
        gate.forEach(each -> line("  - " + YamlText.value(each)));
      }
    }
  }

  private void review(Values values) {
    line("");
    comment(
        values.review()
            ? "Nothing lands before you have approved it: 'roundhouse review' shows each change."
            : "With this, nothing lands before you have approved it in 'roundhouse review':");
    line((values.review() ? "" : MARK) + "review: required");
  }

  private void setup(Values values) {
    if (values.setup().isPresent()) {
      line("");
      comment(
          "Runs in each agent's worktree before the agent, since git ignores what it"
              + " installs.");
      line("setup: " + YamlText.value(values.setup().get()));
    }
  }

  private void supplies(ProjectScan scan) {
    Supplies supplies = scan.supplies();
    both(
        "link",
        supplies.linked(),
        "",
        "Git ignores this, so worktrees lack it: each gets a link to the one in your checkout."
            + " Agents and gates that write there write into your checkout.");
    both(
        "link",
        supplies.large(),
        MARK,
        "Git ignores this, and it is large. If tests need it, let worktrees have a link to it:");
    both(
        "copy", supplies.copied(), "", "Git ignores this, so worktrees lack it: each gets a copy.");
    both(
        "copy",
        supplies.secret(),
        MARK,
        "Git ignores this, and it may hold secrets. If tests need it, let worktrees have a copy:");
    List<String> kept = scan.kept();
    if (!kept.isEmpty()) {
      line("");
      comment("Stays in an agent's worktree for the next issue, so that builds are faster.");
      line("keepIgnored: " + YamlText.list(kept));
    }
  }

  private void both(String key, List<String> names, String mark, String why) {
    if (!names.isEmpty()) {
      String list = YamlText.list(names);
      line("");
      comment(why);
      line(mark + key + ": {workers: " + list + ", gates: " + list + "}");
    }
  }

  private void workers(ProjectScan scan, Values values) {
    line("");
    comment(
        "How many issues are worked on at once, each by an agent in a worktree of its own; this"
            + " machine has "
            + scan.processors()
            + (scan.processors() == 1 ? " core." : " cores."));
    line("workers: " + values.workers());
  }

  private void backlog(BacklogFolders backlog) {
    line("");
    if (backlog.usual()) {
      String where =
          backlog.names().isEmpty() ? "issues/" : String.join("/, ", backlog.names()) + "/";
      comment("Issues are Markdown files in " + where + "; name other folders here.");
      line("# backlog: [issues]");
    } else {
      comment("The folders of issues, which are Markdown files.");
      line("backlog: " + YamlText.list(backlog.names()));
    }
  }

  /** Adds a comment, on as many lines as it needs. */
  private void comment(String words) {
    StringBuilder line = new StringBuilder("#");
    for (String each : words.split(" ", -1)) {
      if (line.length() + 1 + each.length() > WIDTH) {
        line(line.toString());
        line = new StringBuilder("#");
      }
      line.append(' ').append(each);
    }
    line(line.toString());
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
