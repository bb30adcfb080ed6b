package dev.roundhouse.core.ledger;

import dev.roundhouse.core.testing.Change;
import dev.roundhouse.core.testing.WatchedDisk;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/** What was done to a disk and what was promised, in order, up to a loss of power. */
final class PowerLog implements WatchedDisk.Watcher {
  private final Path root;
  private final Predicate<Change> lie;
  private final TreeSet<Integer> acknowledged = new TreeSet<>();
  private final TreeSet<Integer> begun = new TreeSet<>();
  private final PowerModel model = new PowerModel();
  private final List<PowerMoment> moments = new ArrayList<>();
  private String last = "nothing";

  /** Of what happens below {@code root}, on a disk that only says it did what is a lie. */
  PowerLog(Path root, Predicate<Change> lie) {
    this.root = root;
    this.lie = lie;
  }

  @Override
  public void before(Change change) {}

  @Override
  public void after(Change change) {
    if (!lie.test(change)) {
      model.apply(relative(change));
    }
    last = change.kind() + " " + root.relativize(change.target());
    note();
  }

  private Change relative(Change change) {
    Path file = root.relativize(change.file());
    Path target = root.relativize(change.target());
    return new Change(change.kind(), file, target, change.at(), change.bytes());
  }

  /** Somebody begins {@code step}; 0 is none. */
  void began(int step) {
    if (step > 0) {
      begun.add(step);
    }
  }

  /** Whatever was not acknowledged by now must never come up again. */
  void nothingIsUnderWay() {
    begun.retainAll(acknowledged);
  }

  void acknowledged(int step) {
    if (acknowledged.add(step)) {
      last = "acknowledging step " + step;
      note();
    }
  }

  private void note() {
    moments.add(model.moment(last, new TreeSet<>(acknowledged), new TreeSet<>(begun)));
  }

  /** Each moment at which the power could have gone. */
  List<PowerMoment> moments() {
    return moments;
  }
}
