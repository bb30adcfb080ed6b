package dev.roundhouse.orchestrator.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slot's number and name. */
class SlotEnvironmentTest {
  @TempDir Path temporary;

  private SlotEnvironment slots(String repository) throws IOException {
    return slots(repository, 2);
  }

  private SlotEnvironment slots(String repository, int workers) throws IOException {
    Path commonDir = Files.createDirectories(temporary.resolve(repository));
    return SlotEnvironment.of(Map.of("MODE", "strict"))
        .withSlotVariables(commonDir, workers, SlotEnvironment.NAMES);
  }

  private static String name(SlotEnvironment slots, String slot) {
    return Objects.requireNonNull(slots.in(Path.of("/anywhere", slot)).get(SlotEnvironment.NAME));
  }

  private static int number(SlotEnvironment slots, String slot) {
    return Integer.parseInt(
        Objects.requireNonNull(slots.in(Path.of("/anywhere", slot)).get(SlotEnvironment.NUMBER)));
  }

  @Test
  void noTwoSlotsOfARepositoryShareANumberOrAName() throws Exception {
    for (int workers : new int[] {1, 2, 50, 256}) {
      SlotEnvironment slots = slots("project/.git", workers);
      Set<Integer> numbers = new TreeSet<>();
      Set<String> names = new TreeSet<>();
      int held = workers; // as many slots may have to be passed over
      for (int i = 1; i <= workers + held; i++) {
        assertThat(number(slots, "w" + i)).isEqualTo(i);
        assertThat(numbers.add(number(slots, "w" + i))).isTrue();
        assertThat(names.add(name(slots, "w" + i))).isTrue();
      }
      for (int i = 1; i <= 64; i++) {
        assertThat(numbers.add(number(slots, "gate-" + i))).isTrue();
        assertThat(names.add(name(slots, "gate-" + i))).isTrue();
      }
    }
  }

  @Test
  void aNameIsOneThatContainersAndDatabasesTakeWhateverTheFolderIsCalled() throws Exception {
    for (String each :
        new String[] {
          "project", "My Project!", "Größe", "日本", "-.-", "_x_", "9", "a".repeat(200), "İstanbul"
        }) {
      assertThat(name(slots(each + "/.git"), "gate-64"))
          .matches("[a-z0-9][a-z0-9-]*-[0-9a-f]{10}-gate-64")
          .hasSizeLessThanOrEqualTo(63);
    }
    assertThat(name(slots("My Project!/.git"), "w1")).startsWith("my-project-");
    assertThat(name(slots("bare.git"), "w1")).startsWith("bare-git-");
  }

  @Test
  void aNameStaysTheSameAndRepositoriesOfOneNameOrOneContentHaveOthers() throws Exception {
    String one = name(slots("a/project/.git"), "w1");
    Path link = temporary.resolve("link");
    Files.createSymbolicLink(link, temporary.resolve("a"));

    assertThat(name(slots("a/project/.git", 7), "w1")).isEqualTo(one);
    assertThat(name(slots("link/project/.git"), "w1")).isEqualTo(one);
    assertThat(name(slots("b/project/.git"), "w1")).isNotEqualTo(one);
    assertThat(name(slots("a/Project/.git"), "w1")).isNotEqualTo(one);
  }

  @Test
  void onlyWhatIsAskedForIsToldAndNothingOfAPlaceThatIsNoSlot() throws Exception {
    SlotEnvironment slots = slots("project/.git");
    Path slot = Path.of("/anywhere/w3");
    SlotEnvironment number =
        slots.withSlotVariables(
            temporary.resolve("project/.git"), 2, Set.of(SlotEnvironment.NUMBER));

    assertThat(number.in(slot)).isEqualTo(Map.of("MODE", "strict", "ROUNDHOUSE_SLOT", "3"));
    assertThat(SlotEnvironment.of(slots.common()).in(slot)).isEqualTo(Map.of("MODE", "strict"));
    assertThat(slots.in(Path.of("/anywhere/checkout"))).isEqualTo(Map.of("MODE", "strict"));
    assertThat(number.differs()).isTrue();
    assertThat(SlotEnvironment.of(slots.common()).differs()).isFalse();
  }
}
