package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher of a source checkout, in an installation its user cannot write to. It starts a
 * program of three lines in place of the real one. Where the tests run as root it becomes nobody by
 * {@code setpriv}; without that it is skipped.
 */
class LauncherTest {
  private static final String NOBODY = "65534";

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
    Path source = directory.resolve("Program.java");
    Files.writeString(
        source,
        "public class Program { public static void main(String[] words) {"
            + " System.out.println(\"ran \" + String.join(\" \", words)); } }");
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null, null, null, "--release", "17", "-d", directory.toString(), source.toString());
    assertThat(compiled).isZero();
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Program");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest)) {
      out.putNextEntry(new JarEntry("Program.class"));
      out.write(Files.readAllBytes(directory.resolve("Program.class")));
      out.closeEntry();
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
    List<String> line = new ArrayList<>();
    if (isRoot) {
      line.addAll(List.of("setpriv", "--reuid", NOBODY, "--clear-groups"));
    }
    line.addAll(List.of(installation.resolve("roundhouse").toString(), "list", "--json"));
    return start(line, environment);
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
    Answer second = launch(Map.of("HOME", home.toString()));

    assertThat(List.of(first, second)).containsOnly(new Answer(0, "ran list --json"));
    assertThat(filesIn(installation)).isEqualTo(before);
    assertThat(filesIn(home.resolve(".cache/roundhouse"))).containsExactly("classes.jsa", "java");
  }

  @Test
  void theFolderTheUserNamesForCachesIsUsed() throws Exception {
    Path named = home.resolve("caches of mine");

    Answer answer = launch(Map.of("HOME", home.toString(), "XDG_CACHE_HOME", named.toString()));

    assertThat(answer).isEqualTo(new Answer(0, "ran list --json"));
    assertThat(filesIn(home)).containsExactly("classes.jsa", "java");
    assertThat(filesIn(named)).containsExactly("classes.jsa", "java");
  }

  @Test
  void withoutAPlaceToWriteToItStartsAllTheSame() throws Exception {
    shut(home);

    assertThat(launch(Map.of("HOME", home.toString())))
        .as("a home that is read-only")
        .isEqualTo(new Answer(0, "ran list --json"));
    assertThat(launch(Map.of())).as("no home").isEqualTo(new Answer(0, "ran list --json"));
    assertThat(launch(Map.of("HOME", "/nonexistent", "XDG_CACHE_HOME", "not/absolute")))
        .as("a home that does not exist")
        .isEqualTo(new Answer(0, "ran list --json"));
    assertThat(filesIn(home)).isEmpty();
  }

  @Test
  void aCacheThatHoldsSomethingElseIsReplaced() throws Exception {
    launch(Map.of("HOME", home.toString()));
    Path cache;
    try (Stream<Path> all = Files.list(home.resolve(".cache/roundhouse"))) {
      cache = all.findFirst().orElseThrow();
    }
    Files.writeString(cache.resolve("java"), "who knows\n/bin/false\n");
    Files.delete(cache.resolve("classes.jsa"));
    Files.writeString(cache.resolve("classes.jsa"), "no archive");

    assertThat(launch(Map.of("HOME", home.toString()))).isEqualTo(new Answer(0, "ran list --json"));
  }

  @Test
  void whatIsBuiltRunsThoughTheSourcesAreNewer() throws Exception {
    Path jar = installation.resolve("cli/target/roundhouse.jar");
    start(List.of("touch", "-d", "2001-01-01", jar.toString()), Map.of());

    assertThat(launch(Map.of("HOME", home.toString()))).isEqualTo(new Answer(0, "ran list --json"));
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
