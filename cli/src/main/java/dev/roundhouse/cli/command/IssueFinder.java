package dev.roundhouse.cli.command;

import dev.roundhouse.core.backlog.Selection;
import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.text.NearestWord;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the one issue a person names by id or by bare number, even if its file is gone. */
final class IssueFinder {
  private static final String NO_FILE = "";

  private IssueFinder() {}

  static IssueStanding find(StatusReport statusReport, String name) throws RefusedException {
    Optional<IssueStanding> exact = IssueId.parse(name).flatMap(statusReport.plan()::find);
    if (exact.isPresent()) {
      return exact.get();
    }
    List<IssueStanding> numbered =
        statusReport.plan().standings().stream()
            .filter(each -> Selection.names(name, each.issue()))
            .toList();
    if (numbered.isEmpty()) {
      numbered = gone(statusReport, name);
    }
    if (numbered.size() == 1) {
      return numbered.get(0);
    }
    if (!numbered.isEmpty()) {
      List<IssueId> ids = numbered.stream().map(each -> each.issue().id()).toList();
      throw RefusedException.input(name + " is ambiguous: " + ids, "give the whole id");
    }
    throw unknown(name, statusReport);
  }

  /** Returns the issue that was typed last for {@code do} and is not over. */
  static IssueStanding lastOneShot(StatusReport statusReport) throws RefusedException {
    return statusReport.plan().standings().stream()
        .filter(IssueStanding::isOneShot)
        .filter(each -> each.record().map(IssueFinder::isUnfinished).orElse(false))
        .max(Comparator.comparing(each -> each.record().orElseThrow().createdAt()))
        .orElseThrow(
            () ->
                RefusedException.input(
                    "there is nothing to go on with", "name an issue, or type what to do"));
  }

  private static boolean isUnfinished(IssueRecord record) {
    return !record.status().isFinished()
        && record.status() != LifecycleStatus.SKIPPED
        && record.status() != LifecycleStatus.CANCELLED;
  }

  private static RefusedException unknown(String name, StatusReport statusReport) {
    List<String> ids =
        Stream.concat(
                statusReport.plan().standings().stream().map(each -> each.issue().id()),
                statusReport.view().issues().stream().map(IssueRecord::id))
            .map(IssueId::value)
            .toList();
    return RefusedException.input(
        "no issue has the id " + name,
        NearestWord.question(name, ids) + "see 'roundhouse list --all' for the ids");
  }

  private static boolean isNumbered(IssueId id, String name) {
    return id.key().endsWith("-" + name);
  }

  private static List<IssueStanding> gone(StatusReport statusReport, String name) {
    Optional<IssueRecord> exact = IssueId.parse(name).flatMap(statusReport.view()::issue);
    return exact.isPresent()
        ? List.of(gone(exact.get()))
        : statusReport.view().issues().stream()
            .filter(each -> isNumbered(each.id(), name))
            .map(IssueFinder::gone)
            .toList();
  }

  private static IssueStanding gone(IssueRecord record) {
    Issue nameless = Issue.builder(record.id()).title("its file is gone").locator(NO_FILE).build();
    String why = "its file is gone" + (record.reason().isEmpty() ? "" : "; " + record.reason());
    return new IssueStanding(
        nameless,
        Optional.of(record),
        Readiness.SETTLED,
        record.status().word(),
        Collections.emptyNavigableSet(),
        why,
        false);
  }

  /** Tells whether only the ledger knows the issue. */
  static boolean isGone(IssueStanding standing) {
    return standing.issue().locator().equals(NO_FILE);
  }
}
