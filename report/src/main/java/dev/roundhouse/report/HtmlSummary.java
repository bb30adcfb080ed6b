package dev.roundhouse.report;

import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.schedule.Decision;
import dev.roundhouse.report.RunHistory.CommitRange;
import dev.roundhouse.report.RunHistory.Fate;
import dev.roundhouse.report.RunSummary.Share;
import java.util.List;
import java.util.stream.Stream;

/** Writes the first screen of a report: what landed, what needs a person, the cost, the waste. */
final class HtmlSummary {
  static final int MOST_DECISIONS = 3; // on the first screen; a section below has all

  private final RunHistory history;
  private final RunSummary summary;
  private final Markup html;

  HtmlSummary(RunHistory history, RunSummary summary, Markup html) {
    this.history = history;
    this.summary = summary;
    this.html = html;
  }

  void write() {
    RunRecord run = history.run();
    html.open("header");
    html.open("p").attribute("class", "crumb").text("Roundhouse report · ");
    html.element("code", run.id().value()).close();
    html.element("h1", headline(history));
    html.open("p").attribute("class", "meta");
    fact("", Words.time(run.startedAt()));
    fact("took", Words.duration(history.elapsed()));
    fact("with", Plural.of(run.workers(), "worker"));
    fact("agent", String.join(" ", run.agent()));
    fact("gate", run.gate().isEmpty() ? "none" : String.join(" ", run.gate()));
    html.close();
    notices();
    html.close();
    html.open("section").attribute("class", "cards").attribute("aria-label", "Summary");
    landed();
    needs();
    cost();
    wasted();
    html.close();
  }

  /** Returns the outcome of the run as one sentence without its full stop. */
  static String headline(RunHistory history) {
    int landed = history.landed().size();
    int all = history.issues().size() + history.untouched().size();
    String target = history.run().target();
    String on = target.isEmpty() ? "" : " on " + target;
    return landed == all && all > 0
        ? (all == 1 ? "The issue landed" : "All " + all + " issues landed") + on
        : landed + " of " + Plural.of(all, "issue") + " landed" + on;
  }

  /** Returns what a reader must know about the run before any figure. */
  static List<String> notices(RunHistory history) {
    String unfinished =
        switch (history.state()) {
          case RUNNING ->
              "This run is still active: the report shows its state when it was written.";
          case CUT_OFF ->
              "This run is unfinished: its process ended before it was done. The report shows what"
                  + " the ledger has recorded; the next run carries on.";
          case ENDED -> "";
        };
    boolean isUntested = history.run().gate().isEmpty() && !history.landed().isEmpty();
    return Stream.of(
            unfinished,
            isUntested ? "No gate is configured: what landed is untested." : "",
            history.detailed()
                ? ""
                : "The journal no longer holds the events of this run: its attempts are known, but"
                    + " not their phases or gates.")
        .filter(each -> !each.isEmpty())
        .toList();
  }

  private void notices() {
    for (String each : notices(history)) {
      html.element("p", "notice", each);
    }
  }

  private void fact(String name, String value) {
    html.open("span");
    if (!name.isEmpty()) {
      html.text(name + " ");
    }
    html.element("b", value).close();
  }

  private void card(String kind, String title, String figure, String unit) {
    html.open("article").attribute("class", "card " + kind);
    html.element("h2", title);
    html.open("p").attribute("class", "figure").text(figure);
    if (!unit.isEmpty()) {
      html.text(" ").element("small", unit);
    }
    html.close();
  }

  private void landed() {
    int landed = history.landed().size();
    card("landed", "Landed", Integer.toString(landed), landed == 1 ? "issue" : "issues");
    if (history.range().isPresent()) {
      CommitRange range = history.range().get();
      html.open("p").attribute("class", "range").text(history.run().target() + " ");
      html.text(Words.commit(range.from()) + " → " + Words.commit(range.to())).close();
      html.open("p").element("code", "command", log(range)).close();
    } else {
      html.element("p", "quiet", "Nothing changed on " + history.run().target() + ".");
    }
    html.close();
  }

  /** Returns the command that lists the commits of {@code range}. */
  static String log(CommitRange range) {
    return "git log --oneline " + Words.commit(range.from()) + ".." + Words.commit(range.to());
  }

  private void needs() {
    List<Decision> decisions = history.decisions();
    if (decisions.isEmpty()) {
      card("needs none", "Needs you", "Nothing", "");
      html.element("p", "quiet", "No decision is waiting.").close();
      return;
    }
    int count = decisions.size();
    card("needs", "Needs you", Integer.toString(count), count == 1 ? "decision" : "decisions");
    html.open("ul");
    decisions.stream().limit(MOST_DECISIONS).forEach(each -> decision(html, each));
    html.close();
    if (count > MOST_DECISIONS) {
      html.open("p").open("a").attribute("href", "#needs-you");
      html.text("All " + count).close().close();
    }
    html.close();
  }

  /** Writes an item of a list: what waits, why, and the command to type. */
  static void decision(Markup html, Decision decision) {
    html.open("li").open("span").attribute("class", "subject mono");
    html.text(decision.subject()).close();
    html.text(" " + Words.line(decision.title())).open("br").close();
    html.open("span").attribute("class", "quiet").text(Words.line(decision.why())).close();
    html.open("br").close().element("code", "command", decision.command()).close();
  }

  private void cost() {
    Share total = summary.total();
    String cost = Words.cost(total.used());
    boolean isKnown = !cost.equals(Words.NONE);
    card(
        "cost",
        "Cost",
        isKnown ? cost : Words.durationOrNone(total.time()),
        isKnown ? "" : "of agents’ time");
    String tokens = Words.tokens(total.used());
    html.open("p").text(Plural.of(total.attempts(), "attempt"));
    if (isKnown) {
      html.text(", " + Words.duration(total.time()) + " of agents’ time");
    }
    html.close();
    html.element(
        "p",
        tokens.equals(Words.NONE) ? "Agents reported no tokens or money." : "Tokens: " + tokens);
    if (!summary.gate().isZero()) {
      html.element("p", "quiet", "Gates took " + Words.duration(summary.gate()) + ".");
    }
    html.close();
  }

  private void wasted() {
    Share lost = summary.of(Fate.DISCARDED);
    Share total = summary.total();
    if (lost.attempts() == 0) {
      card("wasted", "Wasted", "Nothing", "");
      html.element("p", "quiet", "No attempt was wasted.").close();
      return;
    }
    long percent = Words.percent(lost.time().toMillis(), total.time().toMillis());
    card("wasted", "Wasted", Words.duration(lost.time()), percent + "% of agents’ time");
    html.element(
        "p", lost.attempts() + " of " + Plural.of(total.attempts(), "attempt") + " did not land");
    String cost = Words.cost(lost.used());
    if (!cost.equals(Words.NONE)) {
      html.element("p", cost + " of " + Words.cost(total.used()));
    }
    if (!summary.gateInVain().isZero()) {
      String vain = Words.duration(summary.gateInVain());
      html.element("p", "quiet", "Gates took " + vain + " on what did not land.");
    }
    html.close();
  }
}
