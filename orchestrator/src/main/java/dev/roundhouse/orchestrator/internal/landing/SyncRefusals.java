package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.orchestrator.internal.git.LandingCommit;
import dev.roundhouse.orchestrator.internal.git.branch.TargetState;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.util.stream.Collectors;

/** Says what a person must decide before anything lands on a target again. */
final class SyncRefusals {
  private SyncRefusals() {}

  static RefusedException of(TargetState standing, String branch) {
    if (standing instanceof TargetState.Dropped dropped) {
      return RefusedException.input(
          branch
              + " no longer holds work that has landed on it:\n  "
              + dropped.landings().stream()
                  .map(LandingCommit::line)
                  .collect(Collectors.joining("\n  ")),
          "'roundhouse sync --accept' to go on without it, 'roundhouse sync --restore' to bring it"
              + " back");
    }
    return RefusedException.input(
        "branch " + branch + " is gone",
        "make it again where work has landed ('git branch "
            + branch
            + " refs/roundhouse/tip/"
            + branch
            + "'), or name another with --target");
  }
}
