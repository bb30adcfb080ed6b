package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A directory in place of a file of ours, or the other way round, is named, with the way out. */
@Tag("slow")
class StateInTheWayTest extends CommandFixture {
  private Path state() {
    return git.root().resolve(".git/roundhouse");
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(state())) {
      return all.filter(Files::isRegularFile)
          .filter(each -> !each.startsWith(state().resolve("runs")))
          .toList();
    }
  }

  private void isNamedOrHarmless(Path path, String... command) {
    Shell.Answer answer = command[0].equals("run") ? run(EDIT) : shell.type(command);
    String said = answer.out() + answer.err();
    assertThat(answer.code()).as(path + ": " + said).isIn(0, 2);
    if (answer.code() == 2) {
      assertThat(answer.err())
          .as(said)
          .contains(path + " is in the way", "move it elsewhere", "\n  ");
    }
  }

  @Test
  void aDirectoryInPlaceOfAnyFileOfTheState() throws IOException {
    git.issue("A-1").commitAll("backlog");
    run(EDIT);
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(8).contains(state().resolve("lock"));
    int number = 1;
    for (Path each : files) {
      git.issue("A-" + ++number);
      Path kept = temporary.resolve("kept");
      Files.move(each, kept);
      Files.createDirectories(each.resolve("inside"));

      isNamedOrHarmless(each, "status");
      isNamedOrHarmless(each, "run");

      Path aside = temporary.resolve("aside" + number);
      if (Files.isDirectory(each)) {
        Files.move(each, aside); // what the message says
      }
      if (!Files.exists(each)) {
        Files.move(kept, each);
      }
      Files.deleteIfExists(kept);
      assertThat(shell.type("status").code()).as(each + " is back").isZero();
    }
    assertThat(run(EDIT).code()).isZero();
    assertThat(git.landed("main")).hasSize(number);
  }

  @Test
  void aFileInPlaceOfAnyFolderOfTheState() throws IOException {
    git.issue("A-1").commitAll("backlog");
    run(EDIT);
    git.issue("A-2");
    for (String each : List.of("runs", "journal", "excludes", "shared")) {
      Path folder = state().resolve(each);
      Path kept = temporary.resolve("kept");
      Files.move(folder, kept);
      Files.createFile(folder);

      isNamedOrHarmless(folder, "status");
      Shell.Answer answer = run(EDIT);

      assertThat(answer.code()).as(answer.out()).isEqualTo(2);
      assertThat(answer.err()).contains(folder + " is in the way");
      Files.delete(folder);
      Files.move(kept, folder);
    }
    assertThat(run(EDIT).code()).isZero();
  }
}
