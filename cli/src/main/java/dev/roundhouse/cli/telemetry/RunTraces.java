package dev.roundhouse.cli.telemetry;

import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.orchestrator.run.Phase;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import dev.roundhouse.orchestrator.run.RunReport;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Sends a trace of each run to where the {@code OTEL_} variables say: a span of the run has spans
 * of its issues, these of their attempts, and these of the phases, such as agent, gate and landing.
 * What a collector does or does not do never holds up a run.
 *
 * <p>As a listener, it is called as {@link RunListener} says; it is closed by one thread after
 * that.
 */
public final class RunTraces implements RunListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5); // with the collector, at the end
  private static final Pattern SECRET = Pattern.compile("(?i)endpoint|header|url|://");
  private static final Map<String, String> USUAL =
      Map.of(
          "otel.service.name", "roundhouse",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  private final OpenTelemetrySdk sdk;
  private final Tracer tracer;
  private final InstantSource clock;
  private final Map<IssueId, IssueSpans> issues = new HashMap<>();
  private @Nullable Span run;
  private @Nullable Span base; // the gate of the branch itself, while it runs

  /** The open spans of one issue; those of an attempt only while one is under way. */
  private static final class IssueSpans {
    final Span issue;
    @Nullable Span attempt;
    @Nullable Span phase;

    IssueSpans(Span issue) {
      this.issue = issue;
    }
  }

  private RunTraces(OpenTelemetrySdk sdk, InstantSource clock) {
    this.sdk = sdk;
    this.tracer = sdk.getTracerProvider().get("dev.roundhouse");
    this.clock = clock;
  }

  /**
   * Begins, as the environment and the properties of this process say.
   *
   * @throws IllegalArgumentException if what they say is not valid
   */
  public static RunTraces begin(InstantSource clock) {
    try {
      OpenTelemetrySdk sdk =
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> USUAL)
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk();
      return new RunTraces(sdk, clock);
    } catch (ConfigurationException invalid) {
      throw new IllegalArgumentException(explained(String.valueOf(invalid.getMessage())), invalid);
    }
  }

  /** Returns {@code message} unless it may repeat a secret, as one about an address does. */
  private static String explained(String message) {
    return SECRET.matcher(message).find()
        ? "the address of the collector, or a header, is not valid"
        : message;
  }

  @Override
  public void on(RunEvent event) {
    Instant now = clock.instant();
    if (event instanceof RunEvent.Started started) {
      begin(started, now);
    } else if (event instanceof RunEvent.BaseGated gated) {
      baseGated(gated, now);
    } else if (event instanceof RunEvent.Finished finished) {
      finish(finished.report(), now);
    } else if (event instanceof RunEvent.Aborted aborted) {
      Span span = run;
      if (span != null) {
        span.setStatus(StatusCode.ERROR, aborted.reason());
        span.setAttribute("cicd.pipeline.result", "error");
      }
      end(now);
    } else {
      ofIssue(event, now);
    }
  }

  private void begin(RunEvent.Started started, Instant now) {
    end(now);
    run =
        tracer
            .spanBuilder("run " + started.target())
            .setNoParent()
            .setStartTimestamp(now)
            .setAttribute("cicd.pipeline.name", "roundhouse")
            .setAttribute("cicd.pipeline.run.id", started.run().value())
            .setAttribute("vcs.ref.base.name", started.target())
            .setAttribute("roundhouse.workers", started.workers())
            .startSpan();
  }

  private void baseGated(RunEvent.BaseGated gated, Instant now) {
    Span before = base;
    if (before != null) {
      before.end(now);
    }
    base = gated.log().isPresent() ? child(run, "gate " + gated.target(), now).startSpan() : null;
  }

  private void finish(RunReport report, Instant now) {
    Span span = run;
    if (span != null) {
      boolean isStopped =
          report.ending() == RunReport.Ending.DRAINED
              || report.ending() == RunReport.Ending.INTERRUPTED;
      String result = report.isComplete() ? "success" : isStopped ? "cancellation" : "failure";
      span.setAttribute("cicd.pipeline.result", result);
      span.setAttribute("roundhouse.landed", report.landed());
      span.setAttribute("roundhouse.run.ending", report.ending().word());
    }
    end(now);
  }

  private void ofIssue(RunEvent event, Instant now) {
    if (event instanceof RunEvent.Claimed claimed) {
      claimed(claimed, now);
    } else if (event instanceof RunEvent.Entered entered) {
      entered(entered, now);
    } else if (event instanceof RunEvent.Judged judged) {
      judged(judged, now);
    } else if (event instanceof RunEvent.Discarded discarded) {
      note(discarded.issue(), "candidate discarded", now);
    } else if (event instanceof RunEvent.Flaked flaked) {
      note(flaked.issue(), "gate flaked", now);
    } else if (event instanceof RunEvent.Returned returned) {
      boolean goesOn = returned.notBefore().isPresent() || returned.next().word().equals("open");
      over(returned.issue(), returned.next().word(), Optional.of(returned.reason()), now);
      if (!goesOn && !returned.next().word().equals("retry-wait")) {
        close(returned.issue(), now);
      }
    } else if (event instanceof RunEvent.Landed landed) {
      commit(landed.issue(), landed.commit());
      over(landed.issue(), "landed", Optional.empty(), now);
      close(landed.issue(), now);
    } else if (event instanceof RunEvent.Branched left) {
      commit(left.issue(), left.commit());
      over(left.issue(), "branched", Optional.empty(), now);
      close(left.issue(), now);
    }
  }

  private void claimed(RunEvent.Claimed claimed, Instant now) {
    IssueSpans spans =
        issues.computeIfAbsent(
            claimed.issue(),
            id ->
                new IssueSpans(
                    child(run, "issue " + id, now)
                        .setAttribute("roundhouse.issue.id", id.value())
                        .setAttribute("roundhouse.issue.title", claimed.title())
                        .startSpan()));
    endAttempt(spans, now);
    spans.attempt =
        child(spans.issue, "attempt " + claimed.number(), now)
            .setAttribute("cicd.pipeline.task.name", claimed.issue().value())
            .setAttribute("cicd.pipeline.task.run.id", claimed.attempt().value())
            .setAttribute("roundhouse.issue.id", claimed.issue().value())
            .setAttribute("roundhouse.attempt.number", claimed.number())
            .setAttribute("roundhouse.slot", claimed.slot())
            .startSpan();
  }

  private void entered(RunEvent.Entered entered, Instant now) {
    IssueSpans spans = issues.get(entered.issue());
    if (spans == null || spans.attempt == null) {
      return; // its attempt began in another run
    }
    endPhase(spans, now);
    spans.phase =
        child(spans.attempt, name(entered.phase()), now)
            .setAttribute("roundhouse.issue.id", entered.issue().value())
            .setAttribute("roundhouse.phase", entered.phase().word())
            .startSpan();
  }

  private static String name(Phase phase) {
    return phase == Phase.LAND ? "landing" : phase.word();
  }

  private void judged(RunEvent.Judged judged, Instant now) {
    IssueSpans spans = issues.get(judged.issue());
    if (spans != null && spans.phase != null) {
      String result = judged.green() ? "success" : "failure";
      spans.phase.setAttribute("cicd.pipeline.task.run.result", result);
      if (!judged.green()) {
        spans.phase.setStatus(StatusCode.ERROR, "the gate is red");
      }
      endPhase(spans, now);
    }
  }

  private void note(IssueId issue, String what, Instant now) {
    IssueSpans spans = issues.get(issue);
    if (spans != null) {
      Span at = spans.attempt == null ? spans.issue : spans.attempt;
      at.addEvent(what, now);
    }
  }

  private void commit(IssueId issue, String commit) {
    IssueSpans spans = issues.get(issue);
    if (spans != null) {
      spans.issue.setAttribute("vcs.ref.head.revision", commit);
    }
  }

  /** Ends the attempt at an issue. */
  private void over(IssueId issue, String status, Optional<String> trouble, Instant now) {
    IssueSpans spans = issues.get(issue);
    if (spans == null) {
      return;
    }
    spans.issue.setAttribute("roundhouse.issue.status", status);
    Span attempt = spans.attempt;
    if (attempt != null) {
      attempt.setAttribute("roundhouse.issue.status", status);
      boolean isWaiting = status.equals("awaiting-approval");
      attempt.setAttribute(
          "cicd.pipeline.task.run.result",
          trouble.isPresent() && !isWaiting ? "failure" : "success");
      if (trouble.isPresent() && !isWaiting) {
        attempt.setAttribute("error.type", status);
        attempt.setStatus(StatusCode.ERROR, trouble.get());
      }
    }
    endAttempt(spans, now);
  }

  private void close(IssueId issue, Instant now) {
    IssueSpans spans = issues.remove(issue);
    if (spans != null) {
      spans.issue.end(now);
    }
  }

  private static void endPhase(IssueSpans spans, Instant now) {
    if (spans.phase != null) {
      spans.phase.end(now);
      spans.phase = null;
    }
  }

  private static void endAttempt(IssueSpans spans, Instant now) {
    endPhase(spans, now);
    if (spans.attempt != null) {
      spans.attempt.end(now);
      spans.attempt = null;
    }
  }

  /** Ends whatever is open. */
  private void end(Instant now) {
    for (IssueSpans each : issues.values()) {
      endAttempt(each, now);
      each.issue.end(now);
    }
    issues.clear();
    if (base != null) {
      base.end(now);
      base = null;
    }
    if (run != null) {
      run.end(now);
      run = null;
    }
  }

  private SpanBuilder child(@Nullable Span parent, String name, Instant now) {
    SpanBuilder builder = tracer.spanBuilder(name).setStartTimestamp(now);
    return parent == null ? builder.setNoParent() : builder.setParent(Context.root().with(parent));
  }

  /** Ends what is open, and gives the collector a few seconds to take what it does not have yet. */
  @Override
  public void close() {
    end(clock.instant());
    sdk.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }
}
