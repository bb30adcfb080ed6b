package dev.roundhouse.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.ApprovalStage;
import dev.roundhouse.core.ledger.IssueEdit;
import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a real browser: what a person clicks and types is what happens, on real git. */
@EnabledIf(
    value = "dev.roundhouse.web.Browser#isInstalled",
    disabledReason = "chromium and chromedriver are not installed: apt-get install chromium-driver")
@Timeout(Patience.SECONDS)
class PageTest {
  private static Browser browser;

  @TempDir Path temporary;
  private ServedProject project;

  @BeforeAll
  static void startBrowser() {
    browser = Browser.start(1200, 900);
  }

  @AfterAll
  static void endBrowser() {
    browser.close();
  }

  @BeforeEach
  void serve() throws Exception {
    project = new ServedProject(temporary);
    project.git().issue("A-1").issue("A-2").commitAll("backlog");
    project.serve();
    browser.shows(1200, 900, false);
  }

  @AfterEach
  void end() {
    browser.open("about:blank"); // its stream is over, and its next page is a new one
    project.close();
  }

  private void open(String path) {
    browser.open(project.server().address() + path + "#token=" + project.token());
  }

  private void seesStatus(String issue, String status) {
    Patience.await().untilAsserted(() -> assertThat(project.status(issue)).isEqualTo(status));
  }

  @Test
  void whatIsApprovedByAClickLands() throws Exception {
    project.run(ServedProject.AGENT);
    open("");

    browser.click("[data-id='A-1'] a.hit");
    browser.sees("attempt 1").click("[data-act='approve']");
    browser.sees("Land A-1?").click("#ask-yes");

    browser.sees("A-1 is approved");
    project.run(ServedProject.AGENT);
    assertThat(project.git().show("main", "A-1.txt")).isEqualTo("attempt 1");
    browser.click("[data-nav='home']");
    browser.find("[data-key='landed-A-1']");
    assertThat(browser.complaints()).isEmpty();
  }

  /** Nothing but keys, from the link to the comment in the next prompt. */
  @Test
  void aCommentByKeyboardAloneReachesTheNextPrompt() throws Exception {
    project.run(ServedProject.AGENT);
    open("");
    browser.find("[data-id='A-1']");

    step("return document.activeElement.closest('[data-id]')?.dataset.id", "A-1");
    browser.type(Keys.ENTER);
    browser.sees("All changes");
    browser.find("button[data-comment='0'], .code button[data-comment]");
    step(
        "return document.activeElement.getAttribute('aria-label')", "Comment on line 1 of A-1.txt");
    browser.type("c", "say it louder", Keys.chord(Keys.CONTROL, Keys.ENTER));
    browser.find(".note .draft p");
    browser.type("s");
    browser.sees("Send 1 comment to the agent?").type(Keys.ENTER);
    seesStatus("A-1", "open");
    project.run(ServedProject.AGENT);

    assertThat(project.prompt("A-1", 2)).contains("> +attempt 1\nA-1.txt:1: say it louder");
  }

  /** Presses {@code j} until {@code script}, about what has the focus, returns {@code wanted}. */
  private void step(String script, String wanted) {
    for (int i = 0; i < 200; i++) {
      browser.type("j");
      if (wanted.equals(browser.run(script))) {
        return;
      }
    }
    throw new AssertionError("j never leads to " + wanted);
  }

  @Test
  void whatWasTypedIsKeptOverAReloadAndNotSentUntilAsked() throws Exception {
    project.run(ServedProject.AGENT);
    open("issues/A-1/changes");

    browser.click("[data-name='general']");
    browser.find("textarea[data-index='-1']").sendKeys("in general: fine");
    browser.sees("Draft saved");
    browser.open("about:blank");
    open("issues/A-1/changes");

    browser.sees("in general: fine").sees("Not sent yet").sees("Send 1 comment to the agent");
    assertThat(project.status("A-1")).isEqualTo("awaiting-approval");
    browser.click("[data-erase='-1']");
    Patience.await()
        .untilAsserted(
            () -> assertThat(project.json("api/v1/issues/A-1/diff").path("drafts")).isEmpty());
  }

  @Test
  void aRetryWithAWordToTheAgentRunsTheIssueAgain() throws Exception {
    project.run("cat >\"$HOME/prompt-$ROUNDHOUSE_ISSUE_ID-$ROUNDHOUSE_ATTEMPT\"; exit 3");
    open("issues/A-2");

    browser.click("[data-act='retry']");
    browser.find("#ask-input").sendKeys("try the other way");
    browser.confirm();
    seesStatus("A-2", "open");
    project.run(ServedProject.AGENT);

    assertThat(project.prompt("A-2", 2)).contains("try the other way");
  }

  @Test
  void whatHasChangedWhileItWasReadIsSaidAndNothingIsDone() throws Exception {
    project.run(ServedProject.AGENT);
    open("issues/A-1");
    browser.click("[data-act='approve']");
    browser.sees("Land A-1?");
    project.plan().edit(List.of(new IssueId("A-1")), IssueEdit.of(new Priority(0)));

    // the page learns of the change, but the question is about what was read
    browser.run("document.querySelector('#ask-yes').click()");

    browser.sees("has changed since you read it, so nothing was done");
    assertThat(project.status("A-1")).isEqualTo("awaiting-approval");
    browser.click("[data-act='reload']");
    browser.click("[data-act='approve']");
    browser.click("#ask-yes");
    browser.sees("A-1 is approved");
  }

  @Test
  void thePageKeepsItselfUpToDateAndLeavesAloneWhatIsBeingTyped() throws Exception {
    project.run(ServedProject.AGENT);
    open("issues/A-1/changes");
    browser.click("[data-name='general']");
    browser.find("textarea").sendKeys("half a sen");

    project.plan().edit(List.of(new IssueId("A-1")), IssueEdit.of(new Priority(7)));

    browser.sees("Priority P7");
    browser.type("tence");
    assertThat(browser.find("textarea").getAttribute("value")).isEqualTo("half a sentence");
  }

  @Test
  void whatWasJustTypedIsKeptWhenThePageMovesOn() throws Exception {
    project.run(ServedProject.AGENT);
    open("issues/A-1/changes");
    browser.click("[data-name='general']");
    browser.find("textarea");

    browser.run(
        "const text = document.querySelector('textarea'); text.value = 'at once';"
            + "text.dispatchEvent(new Event('input'));"
            + "document.querySelector('#tab-text').click()");

    browser.find(".prose");
    browser.click("#tab-changes");
    browser.sees("at once").sees("Send 1 comment to the agent");
  }

  @Test
  void newerWorkThatIsNotShownYetIsNotApproved() throws Exception {
    project.run(ServedProject.AGENT);
    open("issues/A-1/changes");
    browser.click("[data-name='general']");
    browser.find("textarea").sendKeys("half a sen");
    browser.sees("Draft saved");
    project.plan().sendBack(List.of(new IssueId("A-1")), "once more");
    project.run(ServedProject.AGENT);
    browser.sees("There is newer work on this issue");

    browser.click("[data-act='approve']");
    browser.sees("Land A-1?").click("#ask-yes");

    browser.sees("has changed since you read it, so nothing was done");
    assertThat(project.status("A-1")).isEqualTo("awaiting-approval");
  }

  @Test
  void anOpenPageGoesOnAfterTheServerWasRestarted() throws Exception {
    open("");
    browser.find(".live[data-state='on']");
    int port = project.server().port();
    project.stop();
    browser.sees("Reconnecting");
    project.plan().hold(List.of(new IssueId("A-2")), ApprovalStage.RUN);

    project.startAgain(port);

    browser.find(".live[data-state='on']");
    browser.find("[data-id='A-2'] a.hit");
    project.plan().hold(List.of(new IssueId("A-1")), ApprovalStage.RUN);
    browser.find("[data-id='A-1'] a.hit");
  }

  @Test
  void withoutItsTokenThePageShowsNothingAndSaysWhatToDo() throws Exception {
    browser.open(project.server().address().toString());
    browser.run("localStorage.clear()");
    browser.open(project.server().address().toString());

    browser.sees("Open the link");
    assertThat(browser.text()).doesNotContain("A-1");
    browser.find("#token").sendKeys(project.server().link(), Keys.ENTER);
    browser.find("[data-key='next-A-1']");
  }

  @Test
  void nothingThatIsShownCanRunOrLoadAnything() throws Exception {
    String evil = PageAttacks.text();
    Path texts = Files.writeString(temporary.resolve("texts"), evil);
    project
        .git()
        .write(
            "issues/A-3.md",
            "---\nid: A-3\nstatus: open\n---\n\n# " + PageAttacks.LINE + "\n\n" + evil)
        .commitAll("evil");
    String agent =
        "printf '%s\\n' "
            + PageAttacks.quoted()
            + "\nprintf '%s\\n' "
            + PageAttacks.quoted()
            + " >evil.txt\ncat '"
            + texts
            + "' | tee -a evil.txt\n"
            + "printf '%s' x >'<img src=x onerror=window.owned=1>.txt'\n";
    project.run(agent);

    for (String path :
        List.of(
            "", "board", "issues/A-3", "issues/A-3/changes", "issues/A-3/log", "issues/A-3/gate")) {
      browser.open("about:blank");
      open(path);
      browser.find(path.isEmpty() || path.equals("board") ? "[data-item]" : "#tabpanel > *");
      assertThat(browser.run("return window.owned")).as(path).isNull();
      assertThat(
              browser.run(
                  "return document.querySelectorAll('main img, main script, main iframe, main object, main form[action], main style, main link').length"))
          .as(path)
          .isEqualTo(0L);
      assertThat(
              browser.run(
                  "return [...document.querySelectorAll('main a[href]')].map(a => a.protocol).filter(p => !['http:', 'https:', 'mailto:'].includes(p))"))
          .as(path)
          .isEqualTo(List.of());
    }
    assertThat(browser.complaints())
        .as("not even an attempt reached the browser's policy")
        .isEmpty();
    open("issues/A-3/changes");
    browser.sees("window.owned");
  }

  @Test
  void everyViewIsAccessibleInLightAndInDark() throws Exception {
    project.plan().hold(List.of(new IssueId("A-2")), ApprovalStage.RUN);
    project.run("echo x >x.txt; echo 'reading'; echo red >red.txt");
    project.git().issue("A-3").commitAll("more");
    String axe = axe();
    for (boolean isDark : List.of(false, true)) {
      browser.shows(isDark ? 400 : 1200, 900, isDark);
      for (String path :
          List.of(
              "",
              "board",
              "issues/A-1",
              "issues/A-1/changes",
              "issues/A-1/log",
              "issues/A-1/gate",
              "issues/A-1/attempts")) {
        browser.open("about:blank");
        open(path);
        browser.find(path.isEmpty() || path.equals("board") ? "[data-item]" : "#tabpanel > *");
        browser.run(axe);
        assertThat(violations()).as(path + (isDark ? " dark" : " light")).isEmpty();
        assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
            .as(path + " fits")
            .isEqualTo(true);
      }
    }
  }

  private static String axe() throws IOException {
    try (InputStream in = PageTest.class.getResourceAsStream("/axe.min.js")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @SuppressWarnings("unchecked")
  private static List<Object> violations() {
    Object found =
        browser.runLater(
            "const done = arguments[arguments.length - 1];"
                + "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
                + ".then(r => done(r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.html + ' ' + n.failureSummary).join(' | '))))");
    return (List<Object>) found;
  }

  @Test
  void aPageThatIsOpenLongHoldsNoMoreThanAtFirst() throws Exception {
    project.run(ServedProject.AGENT);
    open("");
    browser.find("[data-id='A-1'] a.hit");
    change(40);
    long held = browser.held();

    change(160);

    assertThat(browser.held()).isLessThanOrEqualTo(held + held / 5 + 50);
    assertThat(project.server().streams()).isEqualTo(1);
  }

  /** Changes the issue, and waits until the page has read the last change. */
  private void change(int times) throws Exception {
    for (int i = 0; i < times; i++) {
      project.plan().edit(List.of(new IssueId("A-1")), IssueEdit.of(new Priority(i % 10)));
    }
    String version = Long.toString(project.version("A-1"));
    browser.find("[data-id='A-1'][data-version='" + version + "']");
  }
}
