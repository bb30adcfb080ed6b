package dev.roundhouse.orchestrator.schedule;

import dev.roundhouse.core.issue.Issue;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueStatus;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Backlogs as they might be: hard dependencies without a circle, soft ones with any. */
final class RandomBacklog {
  private static final List<IssueStatus> STATUSES =
      List.of(
          IssueStatus.DONE,
          IssueStatus.DEFERRED,
          IssueStatus.CANCELLED,
          IssueStatus.BLOCKED,
          IssueStatus.IN_PROGRESS);

  private RandomBacklog() {}

  static List<Issue> of(Random random) {
    int count = 2 + random.nextInt(14);
    int density = random.nextInt(4);
    int epic = random.nextInt(count); // of some that come before it, and so of no circle
    List<Issue> issues = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Set<IssueId> hard = new HashSet<>();
      for (int e = random.nextInt(density + 1); e > 0 && i > 0; e--) {
        hard.add(id(random.nextInt(i)));
      }
      if (random.nextInt(25) == 0) {
        hard.add(new IssueId("NOWHERE-1"));
      }
      Set<IssueId> soft = new HashSet<>();
      if (random.nextInt(4) == 0) {
        soft.add(id(random.nextInt(count + 2)));
      }
      issues.add(issue(random, i, epic, hard, soft));
    }
    return issues;
  }

  private static Issue issue(Random random, int i, int epic, Set<IssueId> hard, Set<IssueId> soft) {
    return Issue.builder(id(i))
        .title("t")
        .type(
            i == epic || random.nextInt(8) == 0
                ? IssueType.EPIC
                : new IssueType(random.nextBoolean() ? "BUG" : "FEAT"))
        .priority(new Priority(random.nextInt(5)))
        .status(random.nextInt(6) > 0 ? IssueStatus.OPEN : ScheduleHistory.any(random, STATUSES))
        .labels(random.nextInt(4) == 0 ? Set.of("db") : Set.of())
        .blockedBy(hard)
        .dependsOn(soft)
        .parent(i >= epic || random.nextBoolean() ? Optional.empty() : Optional.of(id(epic)))
        .createdAt(
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(Instant.EPOCH.plusSeconds(random.nextInt(9))))
        .locator("p")
        .effort(
            random.nextBoolean()
                ? Optional.empty()
                : Optional.of(Duration.ofHours(1L + random.nextInt(9))))
        .build();
  }

  /** An issue that somebody has just written. */
  static Issue fresh(Random random, IssueId id, Set<IssueId> hard) {
    return Issue.builder(id)
        .title("t")
        .type(new IssueType("BUG"))
        .priority(new Priority(random.nextInt(5)))
        .blockedBy(hard)
        .locator("p")
        .build();
  }

  static IssueId id(int number) {
    return new IssueId("T-" + number);
  }
}
