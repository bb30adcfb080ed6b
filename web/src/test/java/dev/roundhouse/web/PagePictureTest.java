package dev.roundhouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.testing.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Draws the pictures of the README: {@code -Dpicture.write=true} writes them. */
@EnabledIf(
    value = "dev.roundhouse.web.Browser#isInstalled",
    disabledReason = "chromium and chromedriver are not installed: apt-get install chromium-driver")
@Timeout(Patience.SECONDS)
class PagePictureTest {
  private static final Path IMAGES = Path.of("..", "docs", "images");
  private static final String AGENT =
      """
      echo "Reading src/parser.js"
      case $ROUNDHOUSE_ISSUE_ID in
        BUG-17) echo "no such module 'yaml'"; exit 3 ;;
        FEAT-4)
          echo '{"verdict": "not-ready", "reason": "Which of the two parsers shall read it?"}' \\
            >"$ROUNDHOUSE_RESULT"; exit 0 ;;
        FEAT-23) echo "npm test: 84 of 112 passed"
          : >"$HOME/begun"; while [ ! -e "$HOME/go" ]; do sleep 0.05; done ;;
      esac
      cp "$HOME/parser.js" src/parser.js
      """;

  @TempDir Path temporary;

  private ServedProject project() {
    ServedProject project = new ServedProject(temporary);
    String before =
        "function parse(line) {\n  return line.split(',').map((field) => field.trim());\n}\n\n"
            + "module.exports = { parse };\n";
    project.git().write("src/parser.js", before);
    project
        .git()
        .write(
            "../project.home/parser.js",
            before.replace(
                "  return", "  if (line.trim() === '') {\n    return [];\n  }\n  return"));
    issue(project, "BUG-42", "P1", "Parsing an empty line returns one field");
    issue(project, "BUG-17", "P2", "Read the configuration from YAML");
    issue(project, "FEAT-4", "P2", "Support the new syntax");
    issue(project, "FEAT-23", "P3", "Report the line number of an error");
    issue(project, "FEAT-30", "P4", "Publish the parser as a package");
    project.git().commitAll("backlog");
    return project;
  }

  private static void issue(ServedProject project, String id, String priority, String title) {
    project
        .git()
        .write(
            "issues/" + id + ".md",
            "---\nid: "
                + id
                + "\npriority: "
                + priority
                + "\nstatus: open\n---\n\n# "
                + title
                + "\n");
  }

  @Test
  void thePageIsDrawnInLightAndInDark() throws Exception {
    try (ServedProject project = project().serve();
        Browser browser = Browser.start(1200, 700)) {
      project.plan().hold(List.of(new IssueId("FEAT-30")), ApprovalStage.RUN);
      CompletableFuture<Void> run =
          CompletableFuture.runAsync(
              () -> {
                try {
                  project.run(AGENT);
                } catch (Exception failed) {
                  throw new IllegalStateException(failed);
                }
              });
      Patience.await().until(() -> Files.exists(project.git().home().resolve("begun")));
      for (String each : List.of("BUG-42", "BUG-17", "FEAT-4")) {
        Patience.await()
            .until(
                () ->
                    !List.of("open", "claimed", "working", "candidate")
                        .contains(status(project, each)));
      }
      for (boolean isDark : List.of(false, true)) {
        draw(browser.shows(1200, 560, isDark), project, "", "page-" + (isDark ? "dark" : "light"));
      }
      draw(browser.shows(1200, 840, false), project, "issues/BUG-42/changes", "page-changes");
      Files.createFile(project.git().home().resolve("go"));
      Patience.result(run);
    }
  }

  private static String status(ServedProject project, String issue) throws Exception {
    return project.view().issue(new IssueId(issue)).isEmpty() ? "open" : project.status(issue);
  }

  private static void draw(Browser browser, ServedProject project, String path, String name)
      throws Exception {
    browser.open("about:blank");
    browser.open(project.server().address() + path + "#token=" + project.token());
    browser.find(".live[data-state='on']");
    if (path.isEmpty()) {
      browser.sees("84 of 112 passed");
    } else {
      browser.click("button[aria-label='Comment on line 3 of src/parser.js']");
      browser.find("textarea").sendKeys("Use isBlank() from text.js, as everywhere else.");
      browser.sees("Draft saved");
    }
    byte[] picture = browser.picture();
    assertThat(picture).hasSizeBetween(10_000, 400_000);
    if (Boolean.getBoolean("picture.write")) {
      Files.write(IMAGES.resolve(name + ".png"), picture);
    }
  }
}
