package dev.roundhouse.orchestrator.internal.landing;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.orchestrator.internal.context.FinishedWork;
import dev.roundhouse.orchestrator.internal.context.RunContext;
import dev.roundhouse.orchestrator.options.LandingOptions;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** The work that waits to land, and its queue. For the one thread that lands. */
final class WaitingWork {
  private final RunContext context;
  private final BiConsumer<FinishedWork, LandingResult> answer;
  private final Map<AttemptId, FinishedWork> works = new LinkedHashMap<>();
  private @Nullable QueueState line;

  WaitingWork(RunContext context, BiConsumer<FinishedWork, LandingResult> answer) {
    this.context = context;
    this.answer = answer;
  }

  /** Returns the current queue; the first time, an empty one. */
  QueueState line() throws IOException {
    QueueState now = line;
    if (now == null) {
      ObjectId tip = context.target().tip();
      now = QueueState.at(options(), tip, context.repository().objects().treeOf(tip));
      line = now;
    }
    return now;
  }

  /** Returns the options; candidates for branches are not built on each other. */
  private LandingOptions options() {
    LandingOptions options = context.options().landing();
    return context.options().form().branches() ? options.in(LandingOptions.Mode.SERIAL) : options;
  }

  /** Sets the queue. */
  void now(QueueState next) {
    line = next;
  }

  void add(FinishedWork work) {
    works.put(work.attempt(), work);
  }

  /** Returns all of it, in order of arrival. */
  List<FinishedWork> all() {
    return List.copyOf(works.values());
  }

  FinishedWork work(AttemptId id) {
    return Optional.ofNullable(works.get(id)).orElseThrow();
  }

  /** Removes {@code work} from the queue and answers it. */
  void leave(FinishedWork work, LandingResult result) throws IOException {
    works.remove(work.attempt());
    now(line().without(List.of(work.attempt())));
    answer.accept(work, result);
  }

  /** Removes all work from the queue and answers it with the same result. */
  void leaveAll(LandingResult result) throws IOException {
    List<FinishedWork> left = all();
    works.clear();
    now(line().without(left.stream().map(FinishedWork::attempt).toList()));
    left.forEach(each -> answer.accept(each, result));
  }
}
