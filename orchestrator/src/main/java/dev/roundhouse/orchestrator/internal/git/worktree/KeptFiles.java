package dev.roundhouse.orchestrator.internal.git.worktree;

import dev.roundhouse.orchestrator.internal.git.Worktree;
import java.util.List;

/**
 * Which ignored files stay when a slot is recycled. Immutable.
 *
 * @param inWorkers patterns for the slots of workers
 * @param inGates patterns for the slots of gates
 */
record KeptFiles(List<String> inWorkers, List<String> inGates) {
  static final KeptFiles NONE = new KeptFiles(List.of(), List.of());

  KeptFiles {
    inWorkers = List.copyOf(inWorkers);
    inGates = List.copyOf(inGates);
  }

  List<String> in(Worktree slot) {
    return WorktreePool.isGate(slot.name()) ? inGates : inWorkers;
  }
}
