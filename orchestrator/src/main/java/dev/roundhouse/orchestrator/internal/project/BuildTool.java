package dev.roundhouse.orchestrator.internal.project;

import java.util.List;

/**
 * A build tool that a folder of the checkout uses, and what a gate does with it. Immutable.
 *
 * @param kind the tool
 * @param folder the path of the folder; empty for the top of the checkout
 * @param evidence the names of the files that showed it
 * @param gate what one types in that folder to judge a tree; possibly nothing
 * @param tests true if they run tests
 * @param setup what one types there to give an agent's worktree what the tool needs
 * @param made the names of ignored files and folders that these commands or an ordinary build make
 * @param kept the names of caches that may stay in an agent's worktree
 * @param remarks sentences about the choice, for the reader of the configuration
 */
record BuildTool(
    Kind kind,
    String folder,
    List<String> evidence,
    List<String> gate,
    boolean tests,
    List<String> setup,
    List<String> made,
    List<String> kept,
    List<String> remarks) {
  /** Copies the lists. */
  BuildTool {
    evidence = List.copyOf(evidence);
    gate = List.copyOf(gate);
    setup = List.copyOf(setup);
    made = List.copyOf(made);
    kept = List.copyOf(kept);
    remarks = List.copyOf(remarks);
  }

  /** Returns a tool whose commands need nothing but the tree. */
  static BuildTool plain(Kind kind, ProjectFolder folder, List<String> evidence, String gate) {
    return new BuildTool(
        kind,
        folder.name(),
        evidence,
        List.of(gate),
        /* tests= */ true,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Returns the same tool with what an ordinary build makes, and the part of it that may stay. */
  BuildTool making(List<String> names, List<String> staying, String... why) {
    return new BuildTool(kind, folder, evidence, gate, tests, setup, names, staying, List.of(why));
  }

  /** Returns the files that showed it, with their folder. */
  String where() {
    String files = String.join(", ", evidence);
    return folder.isEmpty() ? files : folder + "/: " + files;
  }

  /** The known tools. */
  enum Kind {
    MAVEN("Maven", "java"),
    GRADLE("Gradle", "java"),
    CARGO("Cargo", "rust"),
    GO("Go", "go"),
    NPM("npm", "node"),
    PNPM("pnpm", "node"),
    YARN("Yarn", "node"),
    BUN("Bun", "node"),
    UV("uv", "python"),
    POETRY("Poetry", "python"),
    PIP("Python", "python"),
    MAKE("make", "make");

    private final String word;
    private final String family;

    Kind(String word, String family) {
      this.word = word;
      this.family = family;
    }

    /** Returns its name for people. */
    String word() {
      return word;
    }

    /** Tells whether a folder of one is usually a part of a project of the other around it. */
    boolean isLike(Kind other) {
      return family.equals(other.family);
    }
  }
}
