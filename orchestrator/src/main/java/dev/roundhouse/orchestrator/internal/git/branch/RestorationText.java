package dev.roundhouse.orchestrator.internal.git.branch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Describes file by file what a restoration left, and the commands to repair it by hand. */
final class RestorationText {
  private RestorationText() {}

  static String of(FastForward follow, CheckoutRestoration.Result result) {
    List<String> lines = new ArrayList<>();
    String in = "git -C " + quoted(follow.worktree().toString());
    if (result.isWhole()) {
      lines.add("all other files git had begun to change are as they were before");
    } else {
      lines.add(
          "these files could not be restored; 'roundhouse sync' tries again, or run the commands:");
    }
    if (!result.unremoved().isEmpty()) {
      lines.add("new and incomplete:");
      lines.add("  " + in + " rm -q --cached --ignore-unmatch -- " + quoted(result.unremoved()));
      lines.add(
          "  cd "
              + quoted(follow.worktree().toString())
              + " && rm -f -- "
              + quoted(result.unremoved()));
    }
    if (!result.unrestored().isEmpty()) {
      lines.add("missing or incomplete:");
      lines.add("  " + in + " checkout HEAD -- " + quoted(result.unrestored()));
    }
    if (!result.changed().isEmpty()) {
      lines.add(
          "changed by another program in the meantime, left as they are: "
              + list(result.changed(), Set.of()));
    }
    return String.join("\n  ", lines);
  }

  /** Returns the names, in order. */
  static String list(Collection<String> some, Collection<String> more) {
    TreeSet<String> all = new TreeSet<>(some);
    all.addAll(more);
    return String.join(", ", all);
  }

  private static String quoted(Collection<String> names) {
    return names.stream().map(RestorationText::quoted).collect(Collectors.joining(" "));
  }

  /** Quotes a name for a shell. */
  private static String quoted(String name) {
    return name.matches("[A-Za-z0-9._/@%+=:,-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
  }
}
