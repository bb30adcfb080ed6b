package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.LandingOptions;
import dev.roundhouse.orchestrator.options.LandingOptions.Mode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Many issues with a small Maven project as the gate, in each mode; only with {@code
 * -Dqueue.large=100}, which says how many. Two of them are green alone and red together. It prints
 * how many landed per minute, and how many gates that took.
 */
@EnabledIfSystemProperty(named = "queue.large", matches = "[0-9]+")
class LargeQueueTest {
  private static final String POM =
      """
      <project xmlns="http://maven.apache.org/POM/4.0.0">
        <modelVersion>4.0.0</modelVersion>
        <groupId>example</groupId><artifactId>small</artifactId><version>1</version>
        <properties>
          <maven.compiler.release>17</maven.compiler.release>
          <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
        </properties>
        <build><plugins>
          <plugin><artifactId>maven-compiler-plugin</artifactId><version>3.16.0</version></plugin>
          <plugin><artifactId>maven-resources-plugin</artifactId><version>3.3.1</version></plugin>
        </plugins></build>
      </project>
      """;
  private static final String AGENT =
      """
      name=$(echo $ROUNDHOUSE_ISSUE_ID | tr -d -)
      case $name in
        A5|A6) if [ $ROUNDHOUSE_ATTEMPT = 1 ]; then
          echo 'class Twice {}' >src/main/java/Also$name.java; fi ;;
      esac
      echo "class $name {}" >src/main/java/$name.java
      """;

  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource(Mode.class)
  void manyLand(Mode mode) throws Exception {
    int issues = Integer.getInteger("queue.large", 100);
    GitFixture git = GitFixture.in(temporary.resolve(mode.word()));
    git.write("pom.xml", POM).write(".gitignore", "target/\n");
    git.write("src/main/java/Main.java", "class Main {}\n");
    IntStream.rangeClosed(1, issues).forEach(i -> git.issue("A-" + i));
    git.commitAll("backlog");
    String repository =
        System.getProperty("maven.repo.local", System.getProperty("user.home") + "/.m2/repository");
    String gate =
        git.script(
            "gate",
            "echo x >>\"$HOME/gates\"\nexec mvn -q -B -o -Dmaven.repo.local='"
                + repository
                + "' compile\n");
    RunOptions options =
        RunOptions.builder()
            .agent(git.agent(AGENT))
            .gate(new Command(List.of(gate)))
            .workers(4)
            .landing(LandingOptions.DEFAULT.in(mode))
            .build();

    RunReport report = git.orchestrator().options(options).build().run();

    assertThat(report.isComplete()).as(report.toString()).isTrue();
    assertThat(git.landed("main")).hasSize(issues).doesNotHaveDuplicates();
    assertThat(git.git("fsck", "--full")).doesNotContain("missing", "broken");
    long gates = Files.readAllLines(Path.of(gate).resolveSibling("gates")).size();
    double minutes = report.elapsed().toMillis() / 60_000.0;
    System.out.printf(
        Locale.ROOT,
        "%s: %d landed in %.1f min, %.1f per minute, %d gates%n",
        mode.word(),
        issues,
        minutes,
        issues / minutes,
        gates);
  }
}
