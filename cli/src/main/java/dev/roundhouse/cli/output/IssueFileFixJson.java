package dev.roundhouse.cli.output;

import dev.roundhouse.core.backlog.IssueFileFix;
import java.util.Map;
import java.util.stream.Stream;

/** Renders the fixes to one file as JSON for scripts. Stateless. */
final class IssueFileFixJson {
  private IssueFileFixJson() {}

  static Stream<Map<String, Object>> of(IssueFileFix fix) {
    return fix.changes().stream()
        .map(
            each ->
                Map.of(
                    "path", fix.path(),
                    "line", each.line(),
                    "removed", each.removed(),
                    "added", each.added()));
  }
}
