package dev.roundhouse.orchestrator.internal.project;

import dev.roundhouse.orchestrator.internal.project.BuildTool.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Recognizes a project with a {@code package.json}. Its packages are installed in each worktree
 * rather than linked from the checkout: they belong to the lock file of the tree that is judged,
 * and many tools write into {@code node_modules}. For one thread.
 */
final class NodeProject {
  private static final String PLACEHOLDER = "no test specified"; // what 'npm init' writes
  private static final List<String> OTHER_SCRIPTS = List.of("check", "build", "typecheck", "lint");

  private final ProjectFolder folder;
  private final JsonNode manifest;
  private final Kind kind;
  private final List<String> locks;
  private final List<String> remarks = new ArrayList<>();

  private NodeProject(ProjectFolder folder, JsonNode manifest) {
    this.folder = folder;
    this.manifest = manifest;
    this.locks =
        folder.those(
            "pnpm-lock.yaml",
            "yarn.lock",
            "bun.lock",
            "bun.lockb",
            "package-lock.json",
            "npm-shrinkwrap.json");
    this.kind = kind(manifest.path("packageManager").asString(""), locks);
  }

  /**
   * Returns the tool of {@code folder}, if it has a {@code package.json} that can be understood.
   *
   * @throws IOException if a file cannot be read
   */
  static Optional<BuildTool> in(ProjectFolder folder) throws IOException {
    if (!folder.has("package.json")) {
      return Optional.empty();
    }
    try {
      JsonNode manifest = JsonMapper.shared().readTree(folder.text("package.json"));
      return manifest.isObject()
          ? Optional.of(new NodeProject(folder, manifest).tool())
          : Optional.empty();
    } catch (JacksonException broken) {
      return Optional.empty();
    }
  }

  private static Kind kind(String declared, List<String> locks) {
    String named = declared.replaceFirst("@.*", "");
    String lock = locks.isEmpty() ? "" : locks.get(0);
    for (Kind each : List.of(Kind.PNPM, Kind.YARN, Kind.BUN)) {
      String word = word(each);
      if (named.equals(word) || (named.isEmpty() && lock.startsWith(word))) {
        return each;
      }
    }
    return Kind.NPM;
  }

  private static String word(Kind kind) {
    return switch (kind) {
      case PNPM -> "pnpm";
      case YARN -> "yarn";
      case BUN -> "bun";
      default -> "npm";
    };
  }

  private BuildTool tool() throws IOException {
    Optional<String> install = needsPackages() ? Optional.of(install()) : Optional.empty();
    if (install.isPresent()) {
      remarks.add("node_modules is not in git: it is installed from the tree's own lock file.");
    }
    Optional<String> test = script();
    List<String> evidence = new ArrayList<>(List.of("package.json"));
    lock().ifPresent(evidence::add);
    return new BuildTool(
        kind,
        folder.name(),
        evidence,
        Stream.concat(install.stream(), test.stream()).toList(),
        test.isPresent(),
        install.stream().toList(),
        List.of("node_modules", "dist", "build", ".next", ".nuxt", "coverage"),
        List.of(),
        remarks);
  }

  /** Returns the lock file of the package manager. */
  private Optional<String> lock() {
    return locks.stream().filter(each -> kind(each)).findFirst();
  }

  private boolean kind(String lock) {
    return kind == Kind.NPM
        ? lock.equals("package-lock.json") || lock.equals("npm-shrinkwrap.json")
        : lock.startsWith(word(kind));
  }

  private boolean needsPackages() {
    return lock().isPresent()
        || Stream.of("dependencies", "devDependencies", "optionalDependencies", "workspaces")
            .anyMatch(each -> !manifest.path(each).isEmpty());
  }

  /** Returns the command that installs packages and never changes or creates a lock file. */
  private String install() throws IOException {
    boolean locked = lock().isPresent();
    return switch (kind) {
      case PNPM -> locked ? "pnpm install --frozen-lockfile" : "pnpm install --no-lockfile";
      case YARN -> yarn(locked);
      case BUN -> locked ? "bun install --frozen-lockfile" : "bun install --no-save";
      default -> locked ? "npm ci" : "npm install --no-package-lock";
    };
  }

  private String yarn(boolean locked) throws IOException {
    boolean isClassic =
        !folder.has(".yarnrc.yml") && !folder.text("yarn.lock").contains("__metadata:");
    if (isClassic) {
      return locked ? "yarn install --frozen-lockfile" : "yarn install --no-lockfile";
    }
    return locked ? "yarn install --immutable" : "yarn install";
  }

  /** Returns the command that runs the tests, or the next best script. */
  private Optional<String> script() {
    String test = manifest.path("scripts").path("test").asString("");
    if (!test.isBlank() && !test.contains(PLACEHOLDER)) {
      boolean watches = test.contains("react-scripts test"); // it waits for keys without CI
      return Optional.of((watches ? "env CI=true " : "") + run("test"));
    }
    for (String each : OTHER_SCRIPTS) {
      if (!manifest.path("scripts").path(each).asString("").isBlank()) {
        remarks.add("package.json has no test script; add one, and '" + run("test") + "' here.");
        return Optional.of(run(each));
      }
    }
    remarks.add("package.json has no test script: add one, and '" + run("test") + "' here.");
    return Optional.empty();
  }

  private String run(String script) {
    String direct = word(kind) + " " + script;
    boolean isShort = script.equals("test") && kind != Kind.BUN;
    return isShort ? direct : word(kind) + " run " + script;
  }
}
