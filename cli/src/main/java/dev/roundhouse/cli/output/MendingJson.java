package dev.roundhouse.cli.output;

import dev.roundhouse.core.backlog.Mending;
import java.util.Map;
import java.util.stream.Stream;

/** What is put right in one file, for scripts. Stateless. */
final class MendingJson {
  private MendingJson() {}

  static Stream<Map<String, Object>> of(Mending mending) {
    return mending.changes().stream()
        .map(
            each ->
                Map.of(
                    "path", mending.path(),
                    "line", each.line(),
                    "removed", each.removed(),
                    "added", each.added()));
  }
}
