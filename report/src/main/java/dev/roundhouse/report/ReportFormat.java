package dev.roundhouse.report;

import java.util.Locale;

/** The forms in which a run is reported. Stateless; safe for use by any number of threads. */
public enum ReportFormat {
  /** One page for people, which needs nothing else. */
  HTML("report.html"),
  /** A text fit for a pull request. */
  MD("report.md"),
  /** Everything, for programs; docs/schemas/report.schema.json describes it. */
  JSON("report.json"),
  /** A test case for each issue, for CI servers that show test results. */
  JUNIT("TEST-roundhouse.xml");

  private final String fileName;

  ReportFormat(String fileName) {
    this.fileName = fileName;
  }

  /** Returns the name of the file that holds a report of this form. */
  public String fileName() {
    return fileName;
  }

  /** Returns the word for it in options, such as {@code html}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the report of a run. Text from issues, agents and gates is inert in it. */
  public String render(RunHistory history) {
    return switch (this) {
      case HTML -> HtmlReport.of(history);
      case MD -> MarkdownReport.of(history);
      case JSON -> JsonReport.of(history);
      case JUNIT -> JunitXml.of(history);
    };
  }
}
