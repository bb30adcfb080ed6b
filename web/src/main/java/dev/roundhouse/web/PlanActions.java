package dev.roundhouse.web;

import com.google.common.primitives.Ints;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.ledger.IssueEdit;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.StaleVersionException;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.PlanEditor;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.web.review.ReviewComments;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a person does on the page, by the same steps of the ledger as the commands take: only if the
 * issue is still what the page showed. For one thread.
 */
final class PlanActions {
  /** Comments are read, changed and written: one after the other. */
  private static final Object DRAFTS = new Object();

  private final Orchestrator orchestrator;
  private final Instant now;

  PlanActions(Orchestrator orchestrator, Instant now) {
    this.orchestrator = orchestrator;
    this.now = now;
  }

  /** Does what {@code call} asks for, and returns the issue as it is then. */
  Map<String, Object> act(Call call)
      throws ApiException, IOException, RefusedException, InterruptedException {
    StatusReport before = orchestrator.status();
    IssueStanding standing = IssueView.find(before, call.issue());
    String action = call.path().get(2);
    if (!call.method().equals(action.equals("comments") ? "PUT" : "POST")) {
      throw new ApiException(
          405,
          "method",
          call.method() + " is not possible here",
          "docs/web-api.md lists the routes");
    }
    switch (action) {
      case "comments" -> {
        return comment(call, before, standing);
      }
      case "look" -> {
        return Map.of("noted", diff(before, standing).look(call.text("commit").orElse("")));
      }
      default -> change(call, standing, before);
    }
    StatusReport after = orchestrator.status();
    return new IssueView(orchestrator, after, IssueView.find(after, call.issue()), now).json();
  }

  private DiffView diff(StatusReport statusReport, IssueStanding standing)
      throws IOException, InterruptedException {
    return DiffView.read(orchestrator, statusReport, standing, OptionalInt.empty());
  }

  private Map<String, Object> comment(Call call, StatusReport statusReport, IssueStanding standing)
      throws ApiException, IOException, RefusedException, InterruptedException {
    synchronized (DRAFTS) {
      DiffView diff = diff(statusReport, standing);
      if (diff.commit().isEmpty()) {
        throw Call.invalid(standing.issue().id() + " has no finished work to comment on");
      }
      if (!diff.commit().equals(call.text("commit").orElse(""))) {
        throw new ApiException(
                409,
                "changed",
                standing.issue().id() + " has newer work now; the comment was not kept",
                "copy your text, and read the new work")
            .with("now", IssueView.summary(standing));
      }
      int line = Ints.saturatedCast(call.integer("line")); // no diff has so many
      diff.drafts().put(new ReviewComments.Comment(line, call.text("text").orElse("").strip()));
      return diff.json();
    }
  }

  private void change(Call call, IssueStanding standing, StatusReport before)
      throws ApiException, IOException, RefusedException, InterruptedException {
    IssueId issue = call.issue();
    PlanEditor editor = orchestrator.planEditor().expecting(issue, call.integer("version"));
    try {
      change(call, editor, standing, before);
    } catch (StaleVersionException stale) {
      throw changed(issue, call);
    }
  }

  private ApiException changed(IssueId issue, Call call)
      throws ApiException, IOException, RefusedException {
    IssueStanding now = IssueView.find(orchestrator.status(), issue);
    return new ApiException(
            409,
            "changed",
            issue + " has changed since you read it, so nothing was done",
            "read the issue again, then decide")
        .with("read", call.integer("version"))
        .with("now", IssueView.summary(now));
  }

  private void change(Call call, PlanEditor editor, IssueStanding standing, StatusReport before)
      throws ApiException, IOException, RefusedException, InterruptedException {
    List<IssueId> issues = List.of(standing.issue().id());
    Optional<String> reason = call.text("reason").map(PlanActions::oneLine);
    switch (call.path().get(2)) {
      case "approve" -> editor.approve(issues);
      case "refuse" -> refuse(editor, standing, reason.orElse("refused on the page"));
      case "skip" -> editor.skip(issues, reason.orElse("skipped on the page"));
      case "cancel" -> editor.cancel(issues, reason.orElse("cancelled on the page"));
      case "retry" -> retry(call, editor, issues);
      case "send" -> send(editor, before, standing);
      case "priority" -> editor.edit(issues, IssueEdit.of(priority(call)));
      default ->
          throw ApiException.notFound(
              "there is no action '" + call.path().get(2) + "'",
              "docs/web-api.md lists the routes");
    }
  }

  private static String oneLine(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static void refuse(PlanEditor editor, IssueStanding standing, String reason)
      throws IOException, RefusedException {
    List<IssueId> issues = List.of(standing.issue().id());
    boolean isWaiting =
        standing
            .record()
            .map(IssueRecord::status)
            .filter(LifecycleStatus.AWAITING_APPROVAL::equals)
            .isPresent();
    if (isWaiting) {
      editor.refuse(issues, reason);
    } else {
      editor.skip(issues, reason);
    }
  }

  private static void retry(Call call, PlanEditor editor, List<IssueId> issues)
      throws ApiException, IOException, RefusedException {
    Optional<String> comments = call.text("comments");
    if (comments.isEmpty()) {
      editor.retry(issues);
    } else if (call.body().path("fresh").asBoolean(false)) {
      editor.retry(issues, comments.get());
    } else {
      editor.sendBack(issues, comments.get());
    }
  }

  private void send(PlanEditor editor, StatusReport before, IssueStanding standing)
      throws ApiException, IOException, RefusedException, InterruptedException {
    synchronized (DRAFTS) {
      DiffView diff = diff(before, standing);
      if (!diff.drafts().send(editor)) {
        throw Call.invalid("there are no comments to send");
      }
      diff.look(diff.commit());
    }
  }

  private static Priority priority(Call call) throws ApiException {
    return call.text("priority")
        .flatMap(Priority::parse)
        .orElseThrow(() -> Call.invalid("priority must be P0 to P9"));
  }
}
