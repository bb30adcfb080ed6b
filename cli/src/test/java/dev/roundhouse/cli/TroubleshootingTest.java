package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every heading of docs/troubleshooting.md is a message of the program, as people meet it. */
class TroubleshootingTest extends CommandFixture {
  private static final Path PAGE = Path.of("..", "docs", "troubleshooting.md");
  private static final Pattern HEADING = Pattern.compile("(?m)^### `(.+)`$");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");

  @Test
  void everyMessageOnThePageIsOneOfTheProgram() throws IOException {
    String sources = sources();

    assertThat(messages()).hasSizeGreaterThan(30);
    for (String message : messages()) {
      for (String part : message.split("…", -1)) {
        if (part.strip().length() > 3) {
          assertThat(sources.contains(part.strip())).as(message + ": " + part).isTrue();
        }
      }
    }
  }

  @Test
  void whatStopsANewcomerHasAnEntry() {
    assertShown("is not in a git repository", shell.typeIn(temporary, "status"));
    GitFixture empty = GitFixture.empty(temporary.resolve("empty"));
    assertShown("has no commits yet", new Shell(empty).type("run", "--agent", "true"));
    assertShown("no issues were found in", shell.type("run", "--agent", "true"));
    git.issue("A-1").commitAll("backlog");
    assertShown("no agent is configured", shell.type("run"));
    assertShown("does not exist or is not executable", shell.type("run", "--agent", "./nope"));
    assertShown("no issue has the id", shell.type("run", "--agent", "true", "--only", "B-7"));
    git.write("roundhouse.yaml", "agnt: claude\n");
    assertShown("unknown key", shell.type("run"));
    git.write("roundhouse.yaml", "").issue("A-2", "blocked_by: [A-3]");
    git.issue("A-3", "blocked_by: [A-2]");
    assertShown("the backlog is ambiguous", shell.type("run", "--agent", "true"));
    git.git("checkout", "-q", "--detach");
    assertShown("has no branch checked out", shell.type("run", "--agent", "true", "--only", "A-1"));
  }

  @Test
  void whatEndsAnAttemptHasAnEntry() {
    git.issue("A-1").commitAll("backlog");

    assertShown("itself does not pass the gate", run(EDIT, "--gate", "false"));
    assertShown("the agent changed nothing", run("true\n"));
    shell.type("retry", "A-1");
    assertShown("the agent exited with", run("exit 7\n", "--attempts", "1"));
    shell.type("retry", "A-1");
    assertShown("exited with", run(EDIT, "--attempts", "1", "--gate", "test ! -e A-1.txt"));
    shell.type("retry", "A-1");
    git.write("A-1.txt", "mine\n");
    Shell.Answer landed = run(EDIT);
    assertShown("landed untested", landed);
    assertShown("was not updated", landed);
    assertShown("is behind what has landed", shell.type("status"));
    git.git("clean", "-fdq");
    shell.type("sync");
    git.git("reset", "-q", "--hard", "HEAD~1");
    assertShown("no longer holds work that has landed on it", shell.type("sync"));
  }

  /** Checks that {@code answer} contains a message of the page, and that this says {@code part}. */
  private static void assertShown(String part, Shell.Answer answer) {
    String printed = answer.out() + answer.err();
    assertThat(messages())
        .as(printed)
        .anyMatch(each -> each.contains(part) && pattern(each).matcher(printed).find());
  }

  private static Pattern pattern(String message) {
    return Pattern.compile(
        Stream.of(message.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".+")));
  }

  private static List<String> messages() {
    try {
      return HEADING.matcher(Files.readString(PAGE)).results().map(each -> each.group(1)).toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** Returns all text of the program, with literals that are added up as one. */
  private static String sources() throws IOException {
    StringBuilder all = new StringBuilder();
    for (String module : List.of("core", "orchestrator", "web", "cli")) {
      try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
          all.append(JOINED.matcher(Files.readString(file)).replaceAll(""));
        }
      }
    }
    return all.toString();
  }
}
