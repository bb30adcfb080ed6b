package dev.roundhouse.orchestrator.internal.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.gate.Evidence;
import dev.roundhouse.orchestrator.gate.TestResults;
import dev.roundhouse.orchestrator.gate.TestResults.FailedTest;
import dev.roundhouse.orchestrator.options.GateCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reports as surefire really writes them, and as somebody writes them who means harm. */
class JunitReportsTest {
  private static final FileTime EVER = FileTime.fromMillis(0);
  private static final String SUM = "TEST-org.example.SumTest.xml";
  private static final String BROKEN = "TEST-org.example.BrokenTest.xml";
  private static final int MOST_FILES = 5_000;

  @TempDir Path directory;
  private Path worktree;

  @BeforeEach
  void makeWorktree() throws IOException {
    worktree = Files.createDirectory(directory.resolve("worktree"));
  }

  private Path report(String name, String content) throws IOException {
    Path reports = Files.createDirectories(worktree.resolve("target/surefire-reports"));
    return Files.writeString(reports.resolve(name), content);
  }

  private static String real(String name) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(JunitReportsTest.class.getResourceAsStream("/junit/" + name))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String suite(String inside) {
    return "<testsuite><testcase classname='C' name='t'>" + inside + "</testcase></testsuite>";
  }

  private TestResults read() throws IOException {
    return JunitReports.read(worktree, GateCommand.USUAL_REPORTS, EVER, text -> text);
  }

  @Test
  void saysWhichTestsDidNotPassAndHow() throws Exception {
    report(SUM, real(SUM));
    report(BROKEN, real(BROKEN));

    TestResults results = read();

    assertThat(results.tests()).isEqualTo(9);
    assertThat(results.failures()).isEqualTo(3);
    assertThat(results.errors()).isEqualTo(2);
    assertThat(results.skipped()).isEqualTo(1);
    assertThat(results.complete()).isTrue();
    assertThat(results.failed())
        .extracting(FailedTest::display)
        .containsExactly(
            "org.example.BrokenTest.initializationError",
            "org.example.SumTest.breaks",
            "org.example.SumTest.adds",
            "org.example.SumTest.lists",
            "org.example.SumTest.isSmall(int)[3]");
    FailedTest breaks = results.failed().get(1);
    assertThat(breaks.error()).isTrue();
    assertThat(breaks.message()).isEqualTo("no <number> & \"nothing\"");
    assertThat(breaks.detail()).contains("at org.example.SumTest.breaks(SumTest.java:22)");
    assertThat(breaks.detail()).doesNotContain("printed");
    assertThat(results.failed().get(2).message())
        .isEqualTo("one and one ==> expected: <3> but was: <2>");
    assertThat(results.failed().get(3).detail()).contains("[\"a\", \"c\"]");
  }

  @Test
  void findsGradlesAndThoseOfModulesAndWhatIsConfiguredAndNothingElse() throws Exception {
    for (String each :
        new String[] {
          "build/test-results/test/TEST-a.xml",
          "app/build/test-results/test/TEST-b.xml",
          "one/two/target/failsafe-reports/TEST-c.xml",
          "target/surefire-reports/notes.txt",
          "elsewhere/TEST-d.xml",
          ".git/target/surefire-reports/TEST-e.xml"
        }) {
      Path file = worktree.resolve(each);
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      Files.writeString(file, suite("<failure message='no'/>"));
    }

    assertThat(read().failures()).isEqualTo(3);
    assertThat(JunitReports.read(worktree, List.of("elsewhere/*.xml"), EVER, t -> t).failures())
        .isEqualTo(1);
  }

  @Test
  void whatIsOlderThanTheGateIsNotItsReport() throws Exception {
    Path old = report("TEST-old.xml", suite("<failure message='old'/>"));
    FileTime begun = FileTime.fromMillis(1_000_000);
    Files.setLastModifiedTime(old, FileTime.fromMillis(999_999));

    assertThat(JunitReports.read(worktree, GateCommand.USUAL_REPORTS, begun, t -> t))
        .isEqualTo(TestResults.NONE);

    Files.setLastModifiedTime(old, begun);
    assertThat(JunitReports.read(worktree, GateCommand.USUAL_REPORTS, begun, t -> t).failures())
        .isEqualTo(1);
  }

  @Test
  @Timeout(Patience.SECONDS)
  void entitiesAndDocumentTypesAreNotLookedAt() throws Exception {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE x [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 20; i++) {
      laughs.append("<!ENTITY a" + i + " '" + ("&a" + (i - 1) + ";").repeat(10) + "'>");
    }
    report("TEST-laughs.xml", laughs + "]>" + suite("<failure>&a19;</failure>"));
    Path secret = Files.writeString(worktree.resolve("secret"), "the secret");
    report(
        "TEST-outside.xml",
        "<!DOCTYPE x [<!ENTITY s SYSTEM '"
            + secret.toUri()
            + "'>]>"
            + suite("<failure message='x'>&s;</failure>"));
    report("TEST-undeclared.xml", suite("<failure message='x'>&nothing;</failure>"));

    TestResults results = read();

    assertThat(results.complete()).isFalse();
    assertThat(results.toString()).doesNotContain("the secret").doesNotContain("haha");
  }

  @Test
  @Timeout(Patience.SECONDS)
  void aFileOfAGigabyteIsReadInPart() throws Exception {
    Path big =
        report("TEST-big.xml", suite("<failure message='first'/>").replace("</testsuite>", ""));
    try (RandomAccessFile file = new RandomAccessFile(big.toFile(), "rw")) {
      file.setLength(1L << 30);
    }
    report("TEST-long.xml", suite("<failure message='" + "m".repeat(5_000_000) + "'/>"));

    TestResults results = read();

    assertThat(results.complete()).isFalse();
    assertThat(results.failures()).isEqualTo(2);
    assertThat(results.failed().get(1).message()).hasSizeLessThanOrEqualTo(300);
  }

  @Test
  void aLinkIsNotFollowed() throws Exception {
    Path outside = Files.createDirectories(directory.resolve("outside"));
    Files.writeString(outside.resolve("TEST-x.xml"), suite("<failure message='x'/>"));
    Path target = Files.createDirectories(worktree.resolve("target"));
    Files.createSymbolicLink(target.resolve("surefire-reports"), outside);
    Path build = Files.createDirectories(worktree.resolve("build/test-results"));
    Files.createSymbolicLink(build.resolve("TEST-x.xml"), outside.resolve("TEST-x.xml"));

    assertThat(read()).isEqualTo(TestResults.NONE);
  }

  @Tag("slow")
  @Test
  @Timeout(Patience.SECONDS)
  void thereMayBeAnyNumberOfFiles() throws Exception {
    int count = Boolean.getBoolean("proofs.full") ? 100_000 : MOST_FILES + 200;
    for (int i = 0; i < count; i++) {
      report("TEST-" + i + ".xml", suite("<failure message='x'/>"));
    }

    TestResults results = read();

    assertThat(results.complete()).isFalse();
    assertThat(results.failures()).isEqualTo(MOST_FILES);
    assertThat(results.failed()).hasSizeLessThanOrEqualTo(50);
    assertThat(new Evidence(results, "x".repeat(4_000)).text()).hasSizeLessThan(8_000);
  }

  @Test
  void whatXmlDoesNotAllowIsLeftOutAndTheRestIsRead() throws Exception {
    Path report = report("TEST-x.xml", "");
    byte[] bytes =
        suite("<failure message='a\u001b[31mb'>\u00ff\u0000c</failure>")
            .getBytes(StandardCharsets.ISO_8859_1);
    Files.write(report, bytes);

    assertThat(read().failed()).extracting(FailedTest::message).containsExactly("a?[31mb");
  }

  @Tag("slow")
  @Test
  @Timeout(Patience.SECONDS)
  void nonsenseIsNoReasonToFail() throws Exception {
    byte[] real = real(SUM).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(42);
    Path report = report(SUM, "");
    for (int i = 0; i < 1_000; i++) {
      byte[] bytes = real.clone();
      for (int k = random.nextInt(8); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(report, bytes);
      assertThat(read().tests()).isBetween(0, 20);
    }
  }
}
