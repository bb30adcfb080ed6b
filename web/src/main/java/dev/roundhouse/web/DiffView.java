package dev.roundhouse.web;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.orchestrator.AttemptContent;
import dev.roundhouse.orchestrator.AttemptContent.ChangedFile;
import dev.roundhouse.orchestrator.AttemptContent.Since;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.StatusReport;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.web.review.CommentDrafts;
import dev.roundhouse.web.review.ReviewComments;
import dev.roundhouse.web.review.ReviewComments.Place;
import dev.roundhouse.web.review.ReviewedWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The work on one issue as a diff, all of it and what has changed since the last look, with the
 * comments that are not sent. For one thread.
 */
final class DiffView {
  private final AttemptContent content;
  private final Optional<ReviewedWork> work;
  private final CommentDrafts drafts;
  private final long version;
  private final boolean isLast;

  private DiffView(
      AttemptContent content,
      Optional<ReviewedWork> work,
      CommentDrafts drafts,
      IssueStanding standing) {
    this.content = content;
    this.work = work;
    this.drafts = drafts;
    this.version = standing.record().map(IssueRecord::version).orElse(0L);
    this.isLast = work.filter(each -> each.changes().attempt() == standing.attempts()).isPresent();
  }

  static DiffView read(
      Orchestrator orchestrator,
      StatusReport statusReport,
      IssueStanding standing,
      OptionalInt attempt)
      throws IOException, InterruptedException {
    AttemptContent content = orchestrator.attemptContent();
    IssueId issue = standing.issue().id();
    Optional<ReviewedWork> work =
        standing.record().isPresent()
            ? ReviewedWork.read(content, issue, attempt)
            : Optional.empty();
    CommentDrafts drafts =
        new CommentDrafts(statusReport.stateDir(), issue, standing.attempts(), work);
    return new DiffView(content, work, drafts, standing);
  }

  /** Returns the comments that are not sent. */
  CommentDrafts drafts() {
    return drafts;
  }

  /** Notes that a person has looked at the work, if that is what {@code commit} names. */
  boolean look(String commit) throws IOException, InterruptedException {
    boolean isShown = work.flatMap(each -> each.changes().to()).filter(commit::equals).isPresent();
    if (isShown) {
      content.look(work.orElseThrow().changes());
    }
    return isShown;
  }

  /** Returns the commit with the work; empty if there is none, or an agent is at work. */
  String commit() {
    return work.flatMap(each -> each.changes().to()).orElse("");
  }

  Map<String, Object> json() throws IOException, InterruptedException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("version", version);
    json.put("attempt", work.map(each -> each.changes().attempt()).orElse(null));
    json.put(
        "state",
        work.map(each -> each.changes().state().name().toLowerCase(Locale.ROOT)).orElse("none"));
    json.put("from", work.map(each -> each.changes().from()).orElse(null));
    json.put("to", work.flatMap(each -> each.changes().to()).orElse(null));
    json.put("whole", work.map(ReviewedWork::isWhole).orElse(true));
    json.put("commentable", isLast && work.flatMap(each -> each.changes().to()).isPresent());
    json.put("files", work.isEmpty() ? List.of() : files(work.get()));
    json.put("since", work.flatMap(ReviewedWork::since).isEmpty() ? null : since(work.get()));
    json.put("drafts", drafts.read().stream().map(this::draft).toList());
    json.put("earlierDrafts", drafts.hasEarlier() ? drafts.file().toString() : null);
    return json;
  }

  private Map<String, Object> draft(ReviewComments.Comment comment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", comment.line());
    json.put("text", comment.text());
    if (comment.line() != ReviewComments.WHOLE) {
      Place place = drafts.places().places().get(comment.line());
      json.put("path", place.path());
      json.put("number", place.line());
    }
    return json;
  }

  private List<Map<String, Object>> files(ReviewedWork of) {
    List<Place> places = drafts.places().places();
    Lines lines = new Lines(of.files());
    for (int i = 0; i < of.diff().size(); i++) {
      lines.add(of.diff().get(i), places.get(i), i);
    }
    return lines.files();
  }

  private Map<String, Object> since(ReviewedWork of) throws IOException, InterruptedException {
    Since since = of.since().orElseThrow();
    List<String> diff = of.sinceDiff(content);
    List<Place> places = new ReviewComments("", diff).places();
    Map<Place, Integer> known = new HashMap<>();
    List<Place> all = drafts.places().places();
    for (int i = 0; i < all.size(); i++) {
      known.putIfAbsent(all.get(i), i);
    }
    Lines lines = new Lines(of.sinceFiles());
    for (int i = 0; i < diff.size(); i++) {
      Place place = places.get(i);
      boolean isInBoth = place.line() > 0 && !place.isRemoved();
      lines.add(diff.get(i), place, isInBoth ? known.get(place) : null);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("merged", since.isMerged());
    json.put("files", lines.files());
    return json;
  }

  /** Collects the lines of a diff, file by file. */
  private static final class Lines {
    private final Map<String, ChangedFile> known = new HashMap<>();
    private final List<Map<String, Object>> files = new ArrayList<>();
    private List<Object> lines = new ArrayList<>();

    Lines(List<ChangedFile> changed) {
      changed.forEach(each -> known.put(each.path(), each));
    }

    /** Adds a line, with its index if it can be commented on. */
    void add(String line, Place place, @Nullable Integer index) {
      if (place.line() == 0 && line.startsWith("diff --git ")) {
        begin(place.path());
      }
      boolean isHunk = place.line() == 0 && line.startsWith("@@");
      if (place.line() == 0 && !isHunk && !line.startsWith("Binary ")) {
        return;
      }
      String kind = isHunk ? "@" : place.line() == 0 || line.isEmpty() ? " " : line.substring(0, 1);
      String text = isHunk || place.line() == 0 || line.isEmpty() ? line : line.substring(1);
      Integer at = isHunk ? null : index;
      List<Object> row = new ArrayList<>(List.of(kind, text, place.line()));
      if (at != null) {
        row.add(at);
      }
      lines.add(row);
    }

    private void begin(String path) {
      lines = new ArrayList<>();
      ChangedFile file = known.get(path);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("path", path);
      json.put("status", file == null ? "M" : file.status());
      json.put("added", file == null ? 0 : file.added());
      json.put("removed", file == null ? 0 : file.removed());
      json.put("lines", lines);
      files.add(json);
    }

    List<Map<String, Object>> files() {
      return files;
    }
  }
}
