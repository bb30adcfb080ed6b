package dev.roundhouse.orchestrator.internal.project;

import dev.roundhouse.orchestrator.internal.project.BuildTool.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Recognizes the build tools of a folder. Stateless. */
final class BuildTools {
  private BuildTools() {}

  /**
   * Returns the tools of {@code folder}: those that run tests first, otherwise in the order in
   * which they are listed here.
   *
   * @throws IOException if a file cannot be read
   */
  static List<BuildTool> in(ProjectFolder folder) throws IOException {
    List<BuildTool> tools = new ArrayList<>();
    maven(folder).ifPresent(tools::add);
    gradle(folder).ifPresent(tools::add);
    cargo(folder).ifPresent(tools::add);
    go(folder).ifPresent(tools::add);
    NodeProject.in(folder).ifPresent(tools::add);
    PythonProject.in(folder).ifPresent(tools::add);
    make(folder).ifPresent(tools::add);
    tools.sort(Comparator.comparing(each -> !each.tests())); // stable
    return tools;
  }

  private static Optional<BuildTool> maven(ProjectFolder folder) {
    List<String> evidence = folder.those("pom.xml", "mvnw");
    if (!folder.has("pom.xml")) {
      return Optional.empty();
    }
    String program = wrapper(folder, "mvnw", "mvn");
    return Optional.of(
        BuildTool.plain(Kind.MAVEN, folder, evidence, program + " -B -q verify")
            .making(List.of("target"), List.of()));
  }

  private static Optional<BuildTool> gradle(ProjectFolder folder) {
    List<String> evidence =
        folder.those(
            "settings.gradle",
            "settings.gradle.kts",
            "build.gradle",
            "build.gradle.kts",
            "gradlew");
    if (evidence.isEmpty() || evidence.equals(List.of("gradlew"))) {
      return Optional.empty();
    }
    String program = wrapper(folder, "gradlew", "gradle");
    return Optional.of(
        BuildTool.plain(Kind.GRADLE, folder, evidence, program + " --no-daemon check")
            .making(
                List.of("build", ".gradle", ".kotlin"),
                List.of(),
                "A daemon would be ended with the gate, so none is started."));
  }

  /** Returns the wrapper that is committed, or the program on PATH. */
  private static String wrapper(ProjectFolder folder, String wrapper, String program) {
    if (folder.isExecutable(wrapper)) {
      return "./" + wrapper;
    }
    return folder.has(wrapper) ? "sh ./" + wrapper : program;
  }

  private static Optional<BuildTool> cargo(ProjectFolder folder) {
    List<String> evidence = folder.those("Cargo.toml", "Cargo.lock");
    if (!folder.has("Cargo.toml")) {
      return Optional.empty();
    }
    String gate = folder.has("Cargo.lock") ? "cargo test --locked" : "cargo test";
    return Optional.of(
        BuildTool.plain(Kind.CARGO, folder, evidence, gate)
            .making(List.of("target"), List.of("target")));
  }

  private static Optional<BuildTool> go(ProjectFolder folder) {
    List<String> evidence = folder.those("go.mod", "go.sum");
    return folder.has("go.mod")
        ? Optional.of(BuildTool.plain(Kind.GO, folder, evidence, "go test ./..."))
        : Optional.empty();
  }

  private static Optional<BuildTool> make(ProjectFolder folder) throws IOException {
    for (String file : folder.those("GNUmakefile", "makefile", "Makefile")) {
      String text = folder.text(file);
      for (String target : List.of("test", "check")) {
        if (hasTarget(text, target)) {
          return Optional.of(BuildTool.plain(Kind.MAKE, folder, List.of(file), "make " + target));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean hasTarget(String makefile, String target) {
    return Pattern.compile(
            "(?m)^(?!\\.)([\\w./-]+[ \\t]+)*" + target + "([ \\t]+[\\w./-]+)*[ \\t]*:(?!=|:=)")
        .matcher(makefile)
        .find();
  }
}
