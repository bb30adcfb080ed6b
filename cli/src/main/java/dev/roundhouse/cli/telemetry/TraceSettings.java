package dev.roundhouse.cli.telemetry;

import java.util.Map;

/** The settings of traces, as far as they can be read without the library that sends them. */
public final class TraceSettings {
  private TraceSettings() {}

  /** Tells whether the variables of {@code environment}, or properties, ask for traces. */
  public static boolean areWanted(Map<String, String> environment) {
    String exporter =
        environment.getOrDefault(
            "OTEL_TRACES_EXPORTER", System.getProperty("otel.traces.exporter", ""));
    boolean hasEndpoint =
        environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
            || environment.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")
            || System.getProperty("otel.exporter.otlp.endpoint") != null
            || System.getProperty("otel.exporter.otlp.traces.endpoint") != null;
    return !exporter.equals("none") && (hasEndpoint || !exporter.isBlank());
  }
}
