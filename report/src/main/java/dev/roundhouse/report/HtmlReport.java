package dev.roundhouse.report;

import com.google.common.hash.Hashing;
import com.google.common.io.Resources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Writes a report as one HTML page that needs nothing else: no network, and no script to be read.
 * The only script sorts a table; a policy in the page allows that one and nothing else.
 */
final class HtmlReport {
  private static final String LANGUAGE = "en";

  private final RunHistory history;
  private final RunSummary summary;
  private final Markup html = Markup.html();

  private HtmlReport(RunHistory history) {
    this.history = history;
    this.summary = RunSummary.of(history);
  }

  static String of(RunHistory history) {
    return Markup.document(new HtmlReport(history).page());
  }

  private Markup page() {
    String style = resource("report.css");
    String script = resource("report.js");
    html.open("html").attribute("lang", LANGUAGE).open("head");
    html.open("meta").attribute("charset", "utf-8").close();
    html.open("meta").attribute("http-equiv", "Content-Security-Policy");
    html.attribute("content", policy(style, script)).close();
    html.open("meta").attribute("name", "viewport");
    html.attribute("content", "width=device-width, initial-scale=1").close();
    html.open("meta").attribute("name", "color-scheme").attribute("content", "light dark").close();
    html.open("meta").attribute("name", "referrer").attribute("content", "no-referrer").close();
    html.element("title", HtmlSummary.headline(history) + " · Roundhouse");
    html.open("style").code(style).close().close();
    html.open("body").open("div").attribute("class", "wrap");
    new HtmlSummary(history, summary, html).write();
    new HtmlSections(history, summary, html).write();
    html.close();
    html.open("script").code(script).close();
    return html.close().close();
  }

  private static String policy(String style, String script) {
    return "default-src 'none'; style-src '"
        + hash(style)
        + "'; script-src '"
        + hash(script)
        + "'; base-uri 'none'; form-action 'none'";
  }

  private static String hash(String code) {
    byte[] hash = Hashing.sha256().hashString(code, StandardCharsets.UTF_8).asBytes();
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  private static String resource(String name) {
    try {
      return Resources.toString(
          Resources.getResource(HtmlReport.class, name), StandardCharsets.UTF_8);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
