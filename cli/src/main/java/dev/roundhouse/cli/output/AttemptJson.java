package dev.roundhouse.cli.output;

import dev.roundhouse.core.ledger.AttemptSummary;
import dev.roundhouse.core.ledger.Correction;
import java.util.LinkedHashMap;
import java.util.Map;

/** Renders attempts as JSON. Stateless. */
final class AttemptJson {
  private AttemptJson() {}

  static Map<String, Object> of(AttemptSummary each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("attempt", each.attempt().value());
    object.put("number", each.number());
    object.put("run", each.run().value());
    object.put("at", each.at().toString());
    object.put("endedAt", Json.text(each.endedAt()));
    object.put("outcome", each.outcome());
    object.put("reason", each.reason());
    return object;
  }

  static Map<String, Object> of(Correction each) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("attempt", each.attempt().value());
    object.put("category", each.category());
    object.put("text", each.text());
    object.put("at", each.at().toString());
    return object;
  }
}
