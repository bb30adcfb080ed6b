package dev.roundhouse.core.ledger;

import com.google.common.math.LongMath;
import dev.roundhouse.core.ledger.PowerModel.Pending;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A moment at which the power may go. Immutable by agreement.
 *
 * @param last what was done last
 * @param acknowledged the steps that were acknowledged
 * @param begun the steps that were begun
 * @param names the names that are durable
 * @param contents the contents that are durable, by the file's number
 * @param pending what is not, in order
 */
record PowerMoment(
    String last,
    SortedSet<Integer> acknowledged,
    SortedSet<Integer> begun,
    TreeMap<Path, Integer> names,
    TreeMap<Integer, byte[]> contents,
    List<Pending> pending) {

  /** How many states the disk may be in when the power is back, as far as one can count. */
  long states() {
    long states = 1;
    for (int ways : ways()) {
      states = LongMath.saturatedMultiply(states, ways);
    }
    return states;
  }

  /** In how many ways each pending change may be there; only the last write of a file is torn. */
  private int[] ways() {
    int[] ways = new int[pending.size()];
    Set<Integer> seen = new HashSet<>();
    for (int i = ways.length - 1; i >= 0; i--) {
      Pending each = pending.get(i);
      ways[i] = each.ways(each.isContent() && seen.add(each.file()));
    }
    return ways;
  }

  /** The files of one of the states. */
  Map<Path, byte[]> files(long state) {
    TreeMap<Path, Integer> named = new TreeMap<>(names);
    TreeMap<Integer, byte[]> content = new TreeMap<>(contents);
    int[] ways = ways();
    long rest = state;
    for (int i = 0; i < ways.length; i++) {
      int way = (int) (rest % ways[i]);
      rest /= ways[i];
      Pending each = pending.get(i);
      if (each.isContent()) {
        content.compute(each.file(), (file, before) -> each.applied(before, way));
      } else if (way > 0) {
        PowerModel.rename(named, each.change(), each.file());
      }
    }
    Map<Path, byte[]> files = new TreeMap<>();
    named.forEach((name, file) -> files.put(name, content.getOrDefault(file, new byte[0])));
    return files;
  }
}
