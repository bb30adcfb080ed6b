package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what git cannot run with is put back, and only if that is the file's own doing. */
class ProtectedFileTest {
  @TempDir Path temporary;

  @Test
  void whereGitCannotRunWithWhatTheFileWasEitherItIsLeftAlone() throws Exception {
    Path file = Files.writeString(temporary.resolve("config"), "before");
    AtomicBoolean broken = new AtomicBoolean();
    ProtectedFile vital =
        new ProtectedFile(
            temporary,
            "config",
            temporary.resolve("folder"),
            any -> broken.get() ? "the user's own ~/.gitconfig is broken" : "");
    vital.remember();

    Files.writeString(file, "the user's");
    broken.set(true);
    assertThat(vital.settle()).isFalse();

    assertThat(file).hasContent("the user's");
    assertThat(temporary.resolve("folder/replaced")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ref:refs/heads/main", "ref: \trefs/heads/main \n\n", "%s\n\n", "%s tail"})
  void aHeadThatGitCanReadIsLeftAlone(String content) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    git.write("file", "x\n").commitAll("all");
    Path head = git.root().resolve(".git/HEAD");
    String commit = git.git("rev-parse", "HEAD").strip();
    SharedConfig shared = new SharedConfig(git.root().resolve(".git"));
    shared.remember();

    String text = content.replace("%s", commit.toUpperCase(Locale.ROOT));
    Files.writeString(head, text);
    assertThat(git.git("rev-parse", "HEAD").strip()).isEqualTo(commit);
    assertThat(shared.settle()).isFalse();

    assertThat(Files.readString(head)).isEqualTo(text);
  }

  @Test
  void aLockIsRemovedOnlyIfSomebodyOfUsMayHaveLeftIt() throws Exception {
    Files.writeString(temporary.resolve("config"), "before");
    ProtectedFile vital =
        new ProtectedFile(
            temporary,
            "config",
            temporary.resolve("folder"),
            content -> content.length == 0 ? "it is gone" : "");
    vital.remember();
    Path lock = Files.createFile(temporary.resolve("config.lock"));

    Files.delete(temporary.resolve("config"));
    assertThatThrownBy(vital::settle).hasMessageContaining("cannot be restored while");
    vital.unlock();
    assertThat(lock).exists();

    Files.createDirectories(temporary.resolve("folder/config.lockers/of-one-that-was-killed"));
    vital.unlock();
    assertThat(lock).doesNotExist();
    assertThat(vital.settle()).isTrue();
    vital.unlock();
    assertThat(temporary.resolve("config")).hasContent("before");
  }

  @Test
  void theMarkOfAnEarlierVersionStillMeansThatTheLockIsOurs() throws Exception {
    Files.writeString(temporary.resolve("config"), "before");
    ProtectedFile vital =
        new ProtectedFile(temporary, "config", temporary.resolve("folder"), content -> "");
    Path lock = Files.createFile(temporary.resolve("config.lock"));
    Files.createDirectories(temporary.resolve("folder/config.putting-back"));

    vital.unlock();

    assertThat(lock).doesNotExist();
    assertThat(temporary.resolve("folder/config.putting-back")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ref: heads/main\n", "<<<<<<< ours\n", "ref: refs/heads/main\n<<<<\n"})
  void aHeadThatGitCannotReadIsPutBack(String content) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    git.write("file", "x\n").commitAll("all");
    Path head = git.root().resolve(".git/HEAD");
    String before = Files.readString(head);
    SharedConfig shared = new SharedConfig(git.root().resolve(".git"));
    shared.remember();

    Files.writeString(head, content);
    assertThat(shared.settle()).isTrue();

    assertThat(Files.readString(head)).isEqualTo(before);
  }
}
