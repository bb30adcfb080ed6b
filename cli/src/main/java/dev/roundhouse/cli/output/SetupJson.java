package dev.roundhouse.cli.output;

import dev.roundhouse.orchestrator.ProjectSetup;
import dev.roundhouse.orchestrator.run.BaseReport;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Renders a first configuration and the gate's answer as one JSON object for scripts. Pure. */
public final class SetupJson {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private SetupJson() {}

  /**
   * Renders {@code proposal}.
   *
   * @param written true if its text was written to its file
   * @param base the gate's answer, if it was asked
   */
  public static String of(
      ProjectSetup.Proposal proposal, boolean written, Optional<Map<String, Object>> base) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", proposal.file().toString());
    object.put("written", written);
    object.put("found", proposal.found());
    object.put("agent", proposal.agent().orElse(null));
    object.put("agents", proposal.agents());
    object.put("gate", proposal.gate());
    object.put("setup", proposal.setup().orElse(null));
    object.put("workers", proposal.workers());
    object.put("backlog", proposal.backlog());
    object.put("issues", proposal.issues());
    object.put("text", proposal.text());
    object.put("base", base.orElse(null));
    return JSON.writeValueAsString(object);
  }

  /** Renders the gate's answer about the base, as a part of another object. */
  public static Map<String, Object> base(BaseReport report) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("branch", report.branch());
    object.put("commit", report.commit());
    object.put("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
    object.put("reason", report.reason());
    object.put("evidence", report.evidence());
    object.put("advice", report.advice());
    object.put("seconds", report.took().toMillis() / 1000.0);
    object.put("log", report.log().toString());
    return object;
  }

  /** Renders the reason why the gate could not run, as a part of another object. */
  public static Map<String, Object> refused(String message, String hint) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("outcome", "refused");
    object.put("reason", message);
    object.put("advice", hint);
    return object;
  }
}
