package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher of a source checkout, in an installation its user cannot write to. It starts a
 * program of a few lines in place of the real one. Where the tests run as root it becomes nobody by
 * {@code setpriv}; without that it is skipped.
 */
class LauncherTest {
  private static final String NOBODY = "65534";
  private static final String MAIN =
      """
      public static void main(String... words) {
        if (words[0].equals("name")) {
          System.out.println(System.getProperty("roundhouse.command"));
          return;
        }
        boolean isFast =
            java.lang.management.ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(
                    each -> each.endsWith(words[0].equals("--help") ? "help.jsa" : "classes.jsa"));
        System.out.println("ran " + String.join(" ", words) + (isFast ? " with an archive" : ""));
      }
      """;
  private static final Answer RAN = new Answer(0, "ran list --json");
  private static final Answer RAN_FAST = new Answer(0, "ran list --json with an archive");
  private static final String[] CACHED = {"classes.jsa", "classes.of", "help.jsa", "java"};

  @TempDir Path temporary;
  private Path installation;
  private Path home;
  private boolean isRoot;

  @BeforeEach
  void install() throws Exception {
    isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    assumeThat(isRoot ? start(List.of("setpriv", "--version"), Map.of()).exit() : 0)
        .as("setpriv, to become another user")
        .isZero();
    installation = Files.createDirectories(temporary.resolve("opt/roundhouse"));
    Files.copy(Path.of("..", "roundhouse"), installation.resolve("roundhouse"));
    assertThat(installation.resolve("roundhouse").toFile().setExecutable(true, false)).isTrue();
    Files.writeString(installation.resolve("pom.xml"), "");
    makeJar(Files.createDirectories(installation.resolve("cli/target")).resolve("roundhouse.jar"));
    home = Files.createDirectories(temporary.resolve("home"));
    assertThat(start(List.of("chown", "-R", NOBODY, home.toString()), Map.of()).exit())
        .isEqualTo(isRoot ? 0 : 1);
    assertThat(start(List.of("chmod", "a+rx", temporary.toString()), Map.of()).exit()).isZero();
    shut(installation);
  }

  private void makeJar(Path jar) throws IOException {
    Path directory = Files.createDirectories(temporary.resolve("program"));
    String sources = "package dev.roundhouse.cli; public class %s {%n%s%n}";
    Path program = directory.resolve("Main.java");
    Files.writeString(program, String.format(Locale.ROOT, sources, "Main", MAIN));
    Path training = directory.resolve("TrainingRun.java");
    Files.writeString(
        training,
        String.format(
            Locale.ROOT, sources, "TrainingRun", "public static void main(String... words) {}"));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "--release",
                "17",
                "-d",
                directory.toString(),
                program.toString(),
                training.toString());
    assertThat(compiled).isZero();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (String name : List.of("Main.class", "TrainingRun.class")) {
        out.putNextEntry(new JarEntry("dev/roundhouse/cli/" + name));
        out.write(Files.readAllBytes(directory.resolve("dev/roundhouse/cli").resolve(name)));
        out.closeEntry();
      }
    }
  }

  /** Takes the right to write from all that is in {@code directory}; root still has it. */
  private void shut(Path directory) throws Exception {
    assertThat(start(List.of("chmod", "-R", "a-w", directory.toString()), Map.of()).exit())
        .isZero();
  }

  private record Answer(int exit, String output) {}

  private Answer start(List<String> line, Map<String, String> environment) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("HOME", "XDG_CACHE_HOME"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Answer(Patience.exitCode(process), output);
  }

  private Answer launch(Map<String, String> environment) throws Exception {
    return launch(environment, "list", "--json");
  }

  private Answer launch(Map<String, String> environment, String... words) throws Exception {
    List<String> line = new ArrayList<>();
    if (isRoot) {
      line.addAll(List.of("setpriv", "--reuid", NOBODY, "--clear-groups"));
    }
    line.add(installation.resolve("roundhouse").toString());
    line.addAll(List.of(words));
    return start(line, environment);
  }

  @Test
  void itIsCalledByItsNameOnPathAndElsewhereByItsPath() throws Exception {
    Path bin = Files.createDirectories(temporary.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("rh"), installation.resolve("roundhouse"));
    String path = bin + ":" + System.getenv("PATH");
    Map<String, String> environment = Map.of("HOME", home.toString(), "PATH", path);

    assertThat(start(List.of("sh", "-c", "rh name"), environment)).isEqualTo(new Answer(0, "rh"));
    String whole = installation.toRealPath().resolve("roundhouse").toString();
    assertThat(start(List.of(whole, "name"), environment)).isEqualTo(new Answer(0, whole));
    Files.delete(bin.resolve("rh"));
    Files.writeString(bin.resolve("roundhouse"), "another program of that name");
    assertThat(start(List.of(whole, "name"), environment)).isEqualTo(new Answer(0, whole));
  }

  /** Waits until no launcher makes an archive in the background. */
  @AfterEach
  void awaitArchives() {
    Patience.await().until(() -> !Files.exists(home) || directoriesIn(home, "training").isEmpty());
  }

  private static List<Path> directoriesIn(Path directory, String name) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(each -> each.endsWith(name)).toList();
    }
  }

  private Path cache() throws IOException {
    try (Stream<Path> all = Files.list(home.resolve(".cache/roundhouse"))) {
      return all.findFirst().orElseThrow();
    }
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      return all.filter(Files::isRegularFile)
          .map(each -> Objects.requireNonNull(each.getFileName()).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void anInstallationNobodyCanWriteToKeepsItsCacheInTheUsersCacheFolder() throws Exception {
    List<String> before = filesIn(installation);

    Answer first = launch(Map.of("HOME", home.toString()));
    awaitArchives();
    Answer second = launch(Map.of("HOME", home.toString()));

    assertThat(List.of(first, second)).containsExactly(RAN, RAN_FAST);
    assertThat(filesIn(installation)).isEqualTo(before);
    assertThat(filesIn(home.resolve(".cache/roundhouse"))).containsExactly(CACHED);
  }

  @Test
  void theHelpHasASmallArchiveOfItsOwn() throws Exception {
    Map<String, String> environment = Map.of("HOME", home.toString());
    launch(environment);
    awaitArchives();

    assertThat(launch(environment, "--help"))
        .isEqualTo(new Answer(0, "ran --help with an archive"));
  }

  @Test
  void aShellThatCompletesGetsAnAnswerAndLeavesNoTrace() throws Exception {
    Map<String, String> environment = Map.of("HOME", home.toString());

    assertThat(launch(environment, "__complete", "li"))
        .isEqualTo(new Answer(0, "ran __complete li"));
    Files.setLastModifiedTime(
        installation.resolve("cli/target/roundhouse.jar"), FileTime.fromMillis(0));
    assertThat(launch(environment, "__complete", "li"))
        .as("sources are newer")
        .isEqualTo(new Answer(0, "ran __complete li"));
    Files.delete(installation.resolve("cli/target/roundhouse.jar"));
    assertThat(launch(environment, "__complete", "li"))
        .as("not built")
        .isEqualTo(new Answer(0, ""));
    assertThat(home).isEmptyDirectory();
  }

  @Test
  void theFolderTheUserNamesForCachesIsUsed() throws Exception {
    Path named = home.resolve("caches of mine");

    Answer answer = launch(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", named.toString()));
    awaitArchives();

    assertThat(answer).isEqualTo(RAN);
    assertThat(filesIn(home)).containsExactly(CACHED);
    assertThat(filesIn(named)).containsExactly(CACHED);
  }

  @Test
  void withoutAPlaceToWriteToItStartsAllTheSame() throws Exception {
    shut(home);

    assertThat(launch(Map.of("HOME", home.toString())))
        .as("a home that is read-only")
        .isEqualTo(RAN);
    assertThat(launch(Map.of())).as("no home").isEqualTo(RAN);
    assertThat(launch(Map.of("HOME", "/nonexistent", "XDG_CACHE_HOME", "not/absolute")))
        .as("a home that does not exist")
        .isEqualTo(RAN);
    assertThat(filesIn(home)).isEmpty();
  }

  @Test
  void aCacheThatHoldsSomethingElseIsReplaced() throws Exception {
    launch(Map.of("HOME", home.toString()));
    awaitArchives();
    Files.writeString(cache().resolve("java"), "who knows\n/bin/false\n");
    Files.delete(cache().resolve("classes.jsa"));
    Files.writeString(cache().resolve("classes.jsa"), "no archive");

    assertThat(launch(Map.of("HOME", home.toString()))).isEqualTo(RAN_FAST);
  }

  @Test
  void theArchiveOfAnotherJavaIsNotUsedAndANewOneIsMade() throws Exception {
    launch(Map.of("HOME", home.toString()));
    awaitArchives();
    List<String> made = Files.readAllLines(cache().resolve("classes.of"));
    Files.writeString(cache().resolve("classes.of"), "17.0.0\n" + made.get(1) + "\n");

    assertThat(launch(Map.of("HOME", home.toString()))).isEqualTo(RAN);
    awaitArchives();
    assertThat(Files.readAllLines(cache().resolve("classes.of"))).isEqualTo(made);
    assertThat(launch(Map.of("HOME", home.toString()))).isEqualTo(RAN_FAST);
  }

  @Test
  void anotherJavaThatIsAskedForIsFoundThoughOneIsCached() throws Exception {
    launch(Map.of("HOME", home.toString()));
    awaitArchives();
    Path mine = Path.of(System.getProperty("java.home"));

    Answer answer = launch(Map.of("HOME", home.toString(), "JAVA_HOME", mine.toString()));
    awaitArchives();

    assertThat(answer.exit()).isZero();
    assertThat(Files.readAllLines(cache().resolve("java")).get(1))
        .isEqualTo(mine.resolve("bin/java").toString());
  }

  @Test
  void whatIsBuiltRunsThoughTheSourcesAreNewer() throws Exception {
    Path jar = installation.resolve("cli/target/roundhouse.jar");
    start(List.of("touch", "-d", "2001-01-01", jar.toString()), Map.of());

    assertThat(launch(Map.of("HOME", home.toString()))).isEqualTo(RAN);
  }

  @Test
  void whatIsNotBuiltAndCannotBeSaysSo() throws Exception {
    start(List.of("rm", "-rf", installation.resolve("cli/target").toString()), Map.of());
    if (!isRoot) {
      start(List.of("chmod", "-R", "u+w", installation.toString()), Map.of());
      start(List.of("rm", "-rf", installation.resolve("cli/target").toString()), Map.of());
      shut(installation);
    }

    Answer answer = launch(Map.of("HOME", home.toString()));

    assertThat(answer.exit()).isEqualTo(2);
    assertThat(answer.output())
        .contains("it is not built yet, and ")
        .contains("let its owner run " + installation.resolve("roundhouse") + " --version once");
  }
}
