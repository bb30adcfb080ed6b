package dev.roundhouse.orchestrator.internal.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableRepositoryTest {
  @TempDir Path temporary;

  @Test
  void aConfigurationThatIsDamagedWhileJgitIsAtWorkIsPutRightUnderIt() throws Exception {
    Path commonDir = GitFixture.in(temporary.resolve("project")).root().resolve(".git");
    Path config = commonDir.resolve("config");
    String before = Files.readString(config);
    new SharedConfig(commonDir).remember();
    try (org.eclipse.jgit.lib.Repository jgit = DurableRepository.open(commonDir)) {
      Files.writeString(config, "<<<<<<< HEAD\n", StandardOpenOption.APPEND);

      assertThat(jgit.getConfig().getBoolean("core", "fsyncRefFiles", false)).isTrue();
    }
    assertThat(Files.readString(config)).isEqualTo(before);
  }
}
