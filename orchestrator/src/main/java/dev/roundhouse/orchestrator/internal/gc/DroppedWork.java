package dev.roundhouse.orchestrator.internal.gc;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Ledger;
import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import dev.roundhouse.orchestrator.run.KeptWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Lists landings that were removed from a target among the kept work they belong to. Stateless. */
public final class DroppedWork {
  private final Path stateDir;

  public DroppedWork(Path stateDir) {
    this.stateDir = stateDir;
  }

  /** Returns {@code kept} with {@code dropped} added as pieces of it. */
  public List<KeptWork> with(List<KeptWork> kept, List<LandingCommit> dropped) {
    Map<String, KeptWork> works = new LinkedHashMap<>();
    kept.forEach(each -> works.put(each.issue() + "/" + each.number(), each));
    for (LandingCommit each : dropped) {
      if (each.issue().isPresent()) {
        KeptWork work = work(each.issue().get(), each);
        works.merge(work.issue() + "/" + work.number(), work, DroppedWork::both);
      }
    }
    return works.values().stream()
        .sorted(Comparator.comparing(KeptWork::issue).thenComparing(KeptWork::number))
        .toList();
  }

  private KeptWork work(IssueId issue, LandingCommit landing) {
    Map<String, String> pieces = Map.of(KeptWork.DROPPED, landing.commit().name());
    return new KeptWork(issue.key(), number(issue, landing.attempt()), pieces, false);
  }

  private static KeptWork both(KeptWork kept, KeptWork dropped) {
    Map<String, String> pieces = new TreeMap<>(kept.pieces());
    pieces.putAll(dropped.pieces());
    return new KeptWork(kept.issue(), kept.number(), pieces, kept.released());
  }

  private int number(IssueId issue, String attempt) {
    try {
      return Ledger.read(stateDir).issue(issue).stream()
          .flatMap(record -> record.history().stream())
          .filter(each -> each.attempt().value().equals(attempt))
          .mapToInt(AttemptSummary::number)
          .findFirst()
          .orElse(0);
    } catch (IOException damaged) {
      return 0; // work can be recovered without the ledger, too
    }
  }
}
