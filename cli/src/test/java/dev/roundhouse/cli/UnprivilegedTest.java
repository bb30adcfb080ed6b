package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.common.base.Splitter;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The whole program as a user to whom a file's permissions mean something. Where the tests run as
 * root it becomes nobody by {@code setpriv}; without that it is skipped.
 */
@Tag("slow")
class UnprivilegedTest extends CommandFixture {
  private static final String NOBODY = "65534";

  private boolean isRoot;

  @BeforeEach
  void makeRepository() throws Exception {
    isRoot = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
  }

  private static int command(String... words) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectInput(nothing()).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  private static ProcessBuilder.Redirect nothing() {
    return ProcessBuilder.Redirect.from(new File("/dev/null"));
  }

  /** The classes, where everybody can read them. */
  private String classPath() throws Exception {
    Path copies = Files.createDirectories(temporary.resolve("classes"));
    List<String> path = new ArrayList<>();
    String all = Objects.requireNonNull(System.getProperty("java.class.path"));
    for (String each : Splitter.on(File.pathSeparatorChar).split(all)) {
      Path copy = copies.resolve(path.size() + "-" + Path.of(each).getFileName());
      assertThat(command("cp", "-rL", each, copy.toString())).isZero();
      path.add(copy.toString());
    }
    return String.join(File.pathSeparator, path);
  }

  private Process start(String... words) throws Exception {
    List<String> line = new ArrayList<>();
    if (isRoot) {
      line.addAll(List.of("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"));
    }
    line.addAll(ChildJvm.command(List.of(), classPath(), Main.class, words));
    if (isRoot) {
      assertThat(command("chown", "-R", NOBODY + ":" + NOBODY, temporary.toString())).isZero();
    }
    assertThat(command("chmod", "a+rx", temporary.toString())).isZero();
    ProcessBuilder builder = new ProcessBuilder(line).directory(git.root().toFile());
    builder.environment().clear();
    builder.environment().putAll(git.environment());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(temporary.resolve("output").toFile())
        .redirectInput(nothing())
        .start();
  }

  private void issue(String id, String script, String... more) {
    git.issue(id, more);
    git.script(id, script);
  }

  @Test
  void permissionsThatAreTakenAwayHinderNobody() throws Exception {
    assumeThat(isRoot ? command("setpriv", "--version") : 0)
        .as("setpriv, to become another user")
        .isZero();
    issue("directory", "mkdir shut\necho x >shut/in\nchmod 000 shut");
    issue("file", "echo x >file\nchmod 000 file");
    issue("folder", "echo x >folder\nchmod 000 .roundhouse");
    issue("top", "echo x >top\nchmod 000 .");
    issue("pointer", "echo x >pointer\nchmod 000 .git");
    issue("record", "echo x >record\nchmod 000 \"$(git rev-parse --git-dir)\"");
    issue("result", "echo x >result\necho '{}' >\"$ROUNDHOUSE_RESULT\"\nchmod 000 .roundhouse/*");
    issue("fails", "mkdir closed\necho x >closed/in\nchmod 000 closed\nexit 1");
    issue("after", "echo x >after", "blocked_by: [directory, file, folder, result]");
    git.commitAll("backlog");

    Process run =
        start(
            "run",
            "--agent",
            git.script("agent", "exec \"$HOME/$ROUNDHOUSE_ISSUE_ID\""),
            "--workers",
            "2",
            "--attempts",
            "1");
    Patience.exitCode(run);

    String output = Files.readString(temporary.resolve("output"));
    git.git("config", "--global", "--add", "safe.directory", "*");
    assertThat(git.landed("main"))
        .as(output)
        .contains("directory", "file", "folder", "result", "after");
    assertThat(git.show("main", "shut/in")).isEqualTo("x");
    assertThat(git.show("refs/roundhouse/work/fails/1/dirty", "closed/in")).isEqualTo("x");
    assertThat(git.show("refs/roundhouse/work/top/1/dirty", "top")).as(output).isEqualTo("x");
    assertThat(git.show("refs/roundhouse/work/pointer/1/dirty", "pointer")).isEqualTo("x");
    assertThat(git.show("refs/roundhouse/work/record/1/dirty", "record")).isEqualTo("x");
    assertThat(git.git("status", "--porcelain")).isEmpty();
  }
}
