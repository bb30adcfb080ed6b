package dev.roundhouse.orchestrator.internal.project;

import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.worktree.IgnoredFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Everything that a look at a checkout and at PATH shows about how to run agents there. Immutable.
 *
 * @param chosen the build tools whose commands are the gate
 * @param others the other build tools
 * @param supplies the ignored files that worktrees would lack
 * @param agents the names of the agents on PATH; the first is the one to choose
 * @param sandboxed those of them whose own sandbox works on this machine
 * @param version the version of the first agent, if it prints one
 * @param backlog the folders of issues
 * @param processors the number of processors of this machine
 */
public record ProjectScan(
    List<BuildTool> chosen,
    List<BuildTool> others,
    Supplies supplies,
    List<String> agents,
    List<String> sandboxed,
    Optional<String> version,
    BacklogFolders backlog,
    int processors) {
  /** The JSON Schema of the configuration that editors check it with, relative to its file. */
  public static final String SCHEMA = ".roundhouse/roundhouse.schema.json";

  /** The agent that is named where none was found. */
  static final String FIRST_AGENT = "claude";

  private static final int DEEPEST = 2; // folders below the top
  private static final int MOST_FOLDERS = 300;
  private static final int MOST_WORKERS = 4;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._ -]*");

  /** Copies the lists. */
  public ProjectScan {
    chosen = List.copyOf(chosen);
    others = List.copyOf(others);
    agents = List.copyOf(agents);
    sandboxed = List.copyOf(sandboxed);
  }

  /**
   * Looks at the checkout of {@code repository}, and at PATH in {@code environment}.
   *
   * @param processors the number of processors of this machine
   * @throws IOException if something cannot be read
   */
  public static ProjectScan of(
      Repository repository, Map<String, String> environment, int processors)
      throws IOException, InterruptedException {
    List<String> ignored = new IgnoredFiles(repository).all();
    ProjectFolder top = new ProjectFolder(repository.checkout(), "", Set.copyOf(ignored));
    List<BuildTool> atTop = BuildTools.in(top);
    List<BuildTool> below = new ArrayList<>();
    find(top, DEEPEST, new HashSet<>(), below);
    below.removeIf(each -> atTop.stream().anyMatch(above -> each.kind().isLike(above.kind())));
    List<BuildTool> chosen = atTop.isEmpty() ? below : atTop.subList(0, 1);
    List<BuildTool> others =
        atTop.isEmpty()
            ? List.of()
            : Stream.concat(atTop.stream().skip(1), below.stream()).toList();
    InstalledAgents installed = new InstalledAgents(repository.checkout(), environment);
    List<String> agents = installed.names();
    return new ProjectScan(
        chosen,
        others,
        Supplies.of(
            repository.checkout(),
            ignored,
            Stream.concat(chosen.stream(), others.stream()).toList()),
        agents,
        installed.sandboxed(agents),
        agents.isEmpty() ? Optional.empty() : installed.version(agents.get(0)),
        BacklogFolders.in(top),
        processors);
  }

  /** Adds the tools of the folders in {@code folder}; of each folder only the first. */
  private static void find(
      ProjectFolder folder, int levels, Set<String> seen, List<BuildTool> found)
      throws IOException {
    for (String each : folder.names()) {
      boolean isOne =
          folder.hasFolder(each)
              && PLAIN.matcher(each).matches()
              && !IgnoredName.isInstalled(each)
              && !IgnoredName.isMade(each);
      if (isOne && levels > 0 && seen.size() < MOST_FOLDERS && seen.add(folder.path(each))) {
        ProjectFolder inside = folder.folder(each);
        List<BuildTool> tools = BuildTools.in(inside);
        if (tools.isEmpty()) {
          find(inside, levels - 1, seen, found);
        } else {
          found.add(tools.get(0));
        }
      }
    }
  }

  /** Returns the gate's command lines; none if no build tool was found, or it has no tests. */
  public List<String> gate() {
    if (chosen.size() == 1 && chosen.get(0).folder().isEmpty()) {
      return chosen.get(0).gate().stream().map(ShellLine::of).toList();
    }
    return chosen.stream()
        .filter(each -> !each.gate().isEmpty())
        .map(each -> ShellLine.all(each.folder(), each.gate()))
        .toList();
  }

  /** Returns the files that show how to test, with their folders. */
  public List<String> evidence() {
    return chosen.stream().filter(each -> !each.gate().isEmpty()).map(BuildTool::where).toList();
  }

  /** Returns the command line that prepares agents' worktrees, if they need one. */
  public Optional<String> setup() {
    List<BuildTool> preparing = chosen.stream().filter(each -> !each.setup().isEmpty()).toList();
    return preparing.isEmpty() ? Optional.empty() : Optional.of(ShellLine.setup(preparing));
  }

  /** Returns the names of caches that may stay in agents' worktrees. */
  List<String> kept() {
    return chosen.stream().flatMap(each -> each.kept().stream()).distinct().toList();
  }

  /** Returns the number of workers to begin with. */
  public int workers() {
    return Math.max(2, Math.min(MOST_WORKERS, processors / 2));
  }

  /** Returns what was found, a few words each, for people. */
  public List<String> found() {
    List<String> found = new ArrayList<>();
    chosen.forEach(
        each ->
            found.add(
                (each.folder().isEmpty() ? "" : each.folder() + "/: ")
                    + each.kind().word()
                    + " project ("
                    + String.join(", ", each.evidence())
                    + ")"));
    others.forEach(each -> found.add(each.kind().word() + " (" + each.where() + ")"));
    if (!agents.isEmpty()) {
      String first = agents.get(0) + version.map(each -> " " + each).orElse("");
      String rest =
          agents.size() == 1 ? "" : ", " + String.join(", ", agents.subList(1, agents.size()));
      found.add(first + rest + " on PATH");
    }
    if (backlog.issues() > 0) {
      found.add(Plural.of(backlog.issues(), "issue") + " in " + String.join(", ", backlog.names()));
    }
    return found;
  }

  /** Returns the text of a configuration for what was found, with these values. */
  public String starter(
      Optional<String> agent, List<String> gate, int workers, boolean isReviewed) {
    return StarterFile.of(this, new StarterFile.Values(agent, gate, setup(), workers, isReviewed));
  }
}
