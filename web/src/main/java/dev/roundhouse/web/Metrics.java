package dev.roundhouse.web;

import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.core.ledger.UsageStatistics;
import dev.roundhouse.core.ledger.VerdictRecord;
import dev.roundhouse.orchestrator.StatusReport;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Numbers about the ledger in the format of Prometheus. For one thread. */
final class Metrics {
  /** The media type. */
  static final String TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

  private final StatusReport statusReport;
  private final List<MetricSnapshot> metrics = new ArrayList<>();

  Metrics(StatusReport statusReport) {
    this.statusReport = statusReport;
  }

  void write(OutputStream out) throws IOException {
    Map<String, Integer> counts = new TreeMap<>();
    statusReport.plan().standings().forEach(each -> counts.merge(each.status(), 1, Integer::sum));
    issues(counts);
    gauge(
        "roundhouse_run_active",
        "1 while a run is active.",
        statusReport.activeRun().isPresent() ? 1 : 0);
    gauge(
        "roundhouse_agents_running", "Issues that an agent works on.", at(LifecycleStatus.WORKING));
    gauge(
        "roundhouse_queue_length",
        "Issues that wait to land.",
        at(LifecycleStatus.CANDIDATE) + at(LifecycleStatus.LANDING));
    UsageStatistics used = statusReport.statistics(Optional.empty());
    Usage total = used.total().charged();
    counter("roundhouse_landings", "Issues that have landed.", at(LifecycleStatus.LANDED));
    counter(
        "roundhouse_attempts",
        "Attempts that have begun.",
        statusReport.view().issues().stream().mapToInt(IssueRecord::attempts).sum());
    counter("roundhouse_gate_seconds", "Time of the last gate of each issue.", gateSeconds());
    tokens(total);
    counter("roundhouse_cost_usd", "Money that agents used.", total.costUsd().doubleValue());
    PrometheusTextFormatWriter.create()
        .write(out, new MetricSnapshots(metrics), EscapingScheme.UNDERSCORE_ESCAPING);
  }

  private double at(LifecycleStatus status) {
    return statusReport.view().counts().getOrDefault(status, 0);
  }

  private double gateSeconds() {
    return statusReport.view().issues().stream()
            .flatMap(each -> Optional.ofNullable(each.work()).stream())
            .flatMap(work -> Optional.ofNullable(work.candidateTree()).stream())
            .distinct()
            .flatMap(tree -> statusReport.view().lastVerdict(tree).stream())
            .mapToLong(VerdictRecord::millis)
            .sum()
        / 1000.0;
  }

  private void issues(Map<String, Integer> counts) {
    GaugeSnapshot.Builder issues =
        GaugeSnapshot.builder().name("roundhouse_issues").help("Issues by status.");
    counts.forEach(
        (status, count) ->
            issues.dataPoint(
                GaugeDataPointSnapshot.builder()
                    .labels(Labels.of("status", status))
                    .value(count)
                    .build()));
    metrics.add(issues.build());
  }

  private void tokens(Usage total) {
    metrics.add(
        CounterSnapshot.builder()
            .name("roundhouse_tokens")
            .help("Tokens that agents used.")
            .dataPoint(point("input", total.inputTokens()))
            .dataPoint(point("output", total.outputTokens()))
            .build());
  }

  private static CounterDataPointSnapshot point(String direction, long tokens) {
    return CounterDataPointSnapshot.builder()
        .labels(Labels.of("direction", direction))
        .value((double) tokens)
        .build();
  }

  private void gauge(String name, String help, double value) {
    metrics.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
            .build());
  }

  private void counter(String name, String help, double value) {
    metrics.add(
        CounterSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
            .build());
  }
}
