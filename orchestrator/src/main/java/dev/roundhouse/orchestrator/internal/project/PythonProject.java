package dev.roundhouse.orchestrator.internal.project;

import dev.roundhouse.orchestrator.internal.project.BuildTool.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Recognizes a Python project. A virtual environment is made in each worktree rather than linked
 * from the checkout: packages that are installed there for editing lead to the checkout's own
 * files, which would be tested instead of the tree. For one thread.
 */
final class PythonProject {
  private static final String[] REQUIREMENTS = {
    "requirements.txt",
    "requirements-dev.txt",
    "requirements_dev.txt",
    "dev-requirements.txt",
    "requirements-test.txt",
    "test-requirements.txt",
    "requirements/dev.txt",
    "requirements/test.txt"
  };
  private static final String[] OTHERS = {
    "pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini", "conftest.py"
  };
  private static final Pattern TEST_FILE = Pattern.compile("test_.*\\.py|.*_test\\.py|tests\\.py");
  private static final Pattern PYTEST = Pattern.compile("(?m)(^|[\\s\"'\\[])pytest\\b");

  private final ProjectFolder folder;
  private final String pyproject;
  private final List<String> remarks = new ArrayList<>();

  private PythonProject(ProjectFolder folder) throws IOException {
    this.folder = folder;
    this.pyproject = folder.text("pyproject.toml");
  }

  /**
   * Returns the tool of {@code folder}, if it is a Python project.
   *
   * @throws IOException if a file cannot be read
   */
  static Optional<BuildTool> in(ProjectFolder folder) throws IOException {
    PythonProject project = new PythonProject(folder);
    List<String> evidence =
        Stream.of(
                folder.those("uv.lock", "poetry.lock"),
                folder.those(OTHERS),
                folder.those(REQUIREMENTS))
            .flatMap(List::stream)
            .toList();
    if (evidence.isEmpty()) {
      return Optional.empty();
    }
    if (folder.has("uv.lock") || project.pyproject.contains("[tool.uv")) {
      return Optional.of(project.uv(evidence));
    }
    return folder.has("poetry.lock") || project.pyproject.contains("[tool.poetry")
        ? Optional.of(project.poetry(evidence))
        : Optional.of(project.pip(evidence));
  }

  private BuildTool uv(List<String> evidence) throws IOException {
    String locked = folder.has("uv.lock") ? " --locked" : "";
    boolean tests = hasTests();
    String gate = tests ? "uv run" + locked + option() + " pytest" : "uv sync" + locked;
    remarks.add("uv makes the virtual environment of each worktree by itself.");
    return tool(Kind.UV, evidence, List.of(gate), List.of());
  }

  /** Returns the options that give a run of uv pytest. */
  private String option() {
    Optional<String> extra = keyWith("project.optional-dependencies");
    Optional<String> group = keyWith("dependency-groups");
    boolean isThere = group.filter("dev"::equals).isPresent() || isIn("tool.uv");
    if (isThere || isIn("project")) {
      return "";
    }
    if (group.isPresent()) {
      return " --group " + group.get();
    }
    return extra.map(each -> " --extra " + each).orElse(" --with pytest");
  }

  private BuildTool poetry(List<String> evidence) throws IOException {
    String install = "poetry install --no-interaction";
    List<String> gate = hasTests() ? List.of(install, "poetry run pytest") : List.of(install);
    return tool(Kind.POETRY, evidence, gate, List.of(install));
  }

  private BuildTool pip(List<String> evidence) throws IOException {
    List<String> install = new ArrayList<>();
    boolean known = false;
    for (String each : folder.those(REQUIREMENTS)) {
      install.add("-r " + each);
      known |= PYTEST.matcher(folder.text(each)).find();
    }
    if (folder.has("setup.py") || Pattern.compile("(?m)^\\[project\\]").matcher(pyproject).find()) {
      Optional<String> extra = keyWith("project.optional-dependencies");
      install.add(extra.map(each -> "-e \".[" + each + "]\"").orElse("-e ."));
      known |= extra.isPresent() || isIn("project");
    }
    boolean tests = hasTests();
    boolean isPlain = install.isEmpty() && !folder.has("pytest.ini") && !folder.has("conftest.py");
    if (isPlain) {
      String where = folder.hasFolder("tests") ? " discover -s tests" : "";
      List<String> gate = tests ? List.of("python3 -m unittest" + where) : List.of();
      return tool(Kind.PIP, evidence, gate, List.of());
    }
    if (tests && !known) {
      install.add("pytest");
    }
    return inVenv(evidence, String.join(" ", install), tests);
  }

  private BuildTool inVenv(List<String> evidence, String install, boolean tests)
      throws IOException {
    String venv = venv();
    String make = "python3 -m venv " + venv;
    String fill = venv + "/bin/pip install -q " + install;
    List<String> gate = new ArrayList<>(List.of(make, fill));
    if (tests) {
      gate.add(venv + "/bin/python -m pytest -q");
    }
    remarks.add(
        "A clean worktree has no " + venv + ", and yours may lead to the files of your checkout.");
    if (!folder.ignoresFolder(venv)) {
      remarks.add(
          "For agents, too: name " + venv + "/ in .gitignore, then write setup: with both.");
      return tool(Kind.PIP, evidence, gate, List.of());
    }
    return tool(Kind.PIP, evidence, gate, List.of(make, fill));
  }

  /** Returns the name of the virtual environment: that of the checkout, or the usual one. */
  private String venv() {
    return Stream.of(".venv", "venv", "env")
        .filter(folder::ignoresFolder)
        .findFirst()
        .orElse(".venv");
  }

  private BuildTool tool(Kind kind, List<String> evidence, List<String> gate, List<String> setup)
      throws IOException {
    boolean tests = hasTests();
    if (!tests) {
      remarks.add("No tests were found: add some, and the command that runs them here.");
    }
    return new BuildTool(
        kind,
        folder.name(),
        evidence.subList(0, Math.min(2, evidence.size())),
        gate,
        tests && !gate.isEmpty(),
        setup,
        List.of(".venv", "venv", "env", ".tox", ".nox", "build", "dist"),
        List.of(),
        remarks);
  }

  private boolean hasTests() throws IOException {
    return folder.hasFolder("tests")
        || folder.hasFolder("test")
        || folder.has("pytest.ini")
        || folder.has("conftest.py")
        || pyproject.contains("[tool.pytest")
        || folder.names().stream().anyMatch(each -> TEST_FILE.matcher(each).matches());
  }

  /** Tells whether a section of {@code pyproject.toml}, or one inside it, names pytest. */
  private boolean isIn(String section) {
    return PYTEST.matcher(section(section)).find();
  }

  /** Returns the key of a section whose list names pytest. */
  private Optional<String> keyWith(String section) {
    Matcher entry =
        Pattern.compile(
                "(?s)([A-Za-z0-9_-]+)\\s*=\\s*\\[(.*?)\\]\\s*(?=\n\\s*[A-Za-z0-9_-]+\\s*=|$)")
            .matcher(section(section));
    return entry
        .results()
        .filter(each -> PYTEST.matcher(each.group(2)).find())
        .map(each -> each.group(1))
        .findFirst();
  }

  /** Returns the lines between a section's heading and the next one. */
  private String section(String name) {
    Matcher found =
        Pattern.compile("(?ms)^\\[" + Pattern.quote(name) + "\\][ \\t]*(#.*?)?$(.*?)(?=^\\[|\\z)")
            .matcher(pyproject);
    return found.find() ? found.group(2) : "";
  }
}
