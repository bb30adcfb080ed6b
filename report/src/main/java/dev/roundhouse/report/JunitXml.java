package dev.roundhouse.report;

import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunHistory.WorkedIssue;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Writes a report as JUnit XML, for CI servers that show test results: each issue is a test case.
 * An issue that landed has passed, one whose work was discarded has failed, others were skipped.
 */
final class JunitXml {
  private static final int EVIDENCE_LINES = 200;
  private static final int LONGEST_EVIDENCE = 20_000;

  private final RunHistory history;
  private final Markup xml = Markup.xml();

  private JunitXml(RunHistory history) {
    this.history = history;
  }

  static String of(RunHistory history) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + new JunitXml(history).write() + "\n";
  }

  private Markup write() {
    xml.open("testsuites").attribute("name", "Roundhouse");
    counts().open("testsuite").attribute("name", suite());
    counts().attribute("errors", 0).attribute("skipped", skipped());
    xml.attribute("timestamp", timestamp()).attribute("hostname", "localhost");
    xml.open("properties");
    property("run", history.run().id().value());
    property("state", history.state().word());
    property("agent", String.join(" ", history.run().agent()));
    property("gate", String.join(" ", history.run().gate()));
    history.range().ifPresent(each -> property("from", each.from()));
    history.range().ifPresent(each -> property("to", each.to()));
    xml.close();
    history.issues().forEach(this::worked);
    history.untouched().forEach(this::untouched);
    return xml.close().close();
  }

  private Markup counts() {
    return xml.attribute("tests", history.issues().size() + history.untouched().size())
        .attribute("failures", count(Fate.DISCARDED))
        .attribute("time", seconds(history.elapsed()));
  }

  private String suite() {
    String target = history.run().target();
    return target.isEmpty() ? "roundhouse" : "roundhouse." + target;
  }

  private String timestamp() {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        history
            .run()
            .startedAt()
            .truncatedTo(ChronoUnit.SECONDS)
            .atZone(ZoneOffset.UTC)
            .toLocalDateTime());
  }

  private long count(Fate fate) {
    return history.issues().stream().filter(each -> each.fate() == fate).count();
  }

  private long skipped() {
    return count(Fate.OPEN) + history.untouched().size();
  }

  private void property(String name, String value) {
    if (!value.isEmpty()) {
      xml.open("property").attribute("name", name);
      xml.attribute("value", Words.line(value)).close();
    }
  }

  private void begin(String id, String title, String type, Duration time) {
    String kind = type.isEmpty() ? "issue" : type.toLowerCase(Locale.ROOT);
    xml.open("testcase").attribute("name", Words.joined(" ", List.of(id, Words.line(title))));
    xml.attribute("classname", "roundhouse." + kind).attribute("time", seconds(time));
  }

  private void worked(WorkedIssue issue) {
    begin(issue.id().value(), issue.title(), issue.type(), issue.length());
    String reason = Words.line(issue.last().reason());
    switch (issue.fate()) {
      case LANDED ->
          issue.commit().ifPresent(each -> xml.element("system-out", "landed as " + each));
      case OPEN -> skipped(Words.joined(": ", List.of(issue.outcome(), reason)));
      case DISCARDED -> {
        xml.open("failure").attribute("message", reason.isEmpty() ? issue.outcome() : reason);
        xml.attribute("type", issue.outcome());
        xml.text(Words.tail(HtmlIssues.evidence(issue), EVIDENCE_LINES, LONGEST_EVIDENCE)).close();
      }
    }
    xml.close();
  }

  private void untouched(IssueStanding standing) {
    begin(
        standing.issue().id().value(),
        standing.issue().title(),
        standing.issue().type().name(),
        Duration.ZERO);
    skipped(Words.joined(": ", List.of(standing.status(), Words.line(standing.reason()))));
    xml.close();
  }

  private void skipped(String why) {
    xml.open("skipped").attribute("message", why).close();
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.3f", time.toMillis() / 1000.0);
  }
}
