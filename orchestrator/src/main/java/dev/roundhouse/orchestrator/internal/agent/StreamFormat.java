package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.core.ledger.Usage;
import dev.roundhouse.orchestrator.agent.AgentReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;

/** The formats of agents' output, each with its reader. */
public enum StreamFormat {
  /** Claude Code's {@code stream-json}: one object a line. */
  CLAUDE {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new ClaudeEvents());
    }

    @Override
    Optional<EventTranscriber> transcriber() {
      return Optional.of(new ClaudeTranscriber());
    }
  },
  /** The output of {@code codex exec --json}: one object a line. */
  CODEX {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new CodexEvents(clock));
    }

    @Override
    Optional<EventTranscriber> transcriber() {
      return Optional.of(new CodexTranscriber());
    }
  },
  /** Gemini CLI's {@code stream-json}, one object a line, or its {@code json}, a single object. */
  GEMINI {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new GeminiEvents());
    }

    @Override
    Optional<EventTranscriber> transcriber() {
      return Optional.of(new GeminiTranscriber());
    }
  },
  /** The output of {@code opencode run --format json}: one object a line. */
  OPENCODE {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new OpencodeEvents());
    }

    @Override
    Optional<EventTranscriber> transcriber() {
      return Optional.of(new OpencodeTranscriber());
    }
  },
  /** Qwen Code's {@code stream-json}: one object a line. */
  QWEN {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new QwenEvents());
    }

    @Override
    Optional<EventTranscriber> transcriber() {
      return Optional.of(new ClaudeTranscriber());
    }
  },
  /** The output of {@code copilot --output-format json}: one object a line. */
  COPILOT {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new CopilotEvents());
    }

    @Override
    Optional<EventTranscriber> transcriber() {
      return Optional.of(new CopilotTranscriber());
    }
  },
  /** Plain text for people: its last lines are the last message. */
  PLAIN {
    @Override
    public AgentStream open(Clock clock) {
      return new PlainStream();
    }

    @Override
    Optional<EventTranscriber> transcriber() {
      return Optional.empty();
    }
  };

  private static final long LONGEST_NAME = 100; // bytes

  /**
   * Returns a reader for one attempt's output.
   *
   * @param clock gives the date, and the time zone of the times in the agent's output
   */
  public abstract AgentStream open(Clock clock);

  /** Returns what renders the events for people; empty for text that people can read as it is. */
  abstract Optional<EventTranscriber> transcriber();

  /**
   * Returns the format of the output in {@code log}, if it is on record.
   *
   * @throws IOException if the record cannot be read
   */
  static Optional<StreamFormat> recorded(Path log) throws IOException {
    Path file = record(log);
    if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_NAME) {
      return Optional.empty();
    }
    String name = Files.readString(file, StandardCharsets.ISO_8859_1); // whatever an agent wrote
    return Arrays.stream(values()).filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * Puts on record that the output in {@code log} has this format.
   *
   * @throws IOException if that cannot be written
   */
  void putOnRecord(Path log) throws IOException {
    Files.writeString(record(log), name());
  }

  private static Path record(Path log) {
    return log.resolveSibling(log.getFileName() + ".format");
  }

  /**
   * Summarizes the output of an attempt in {@code log} and in the file it continues, if any. The
   * log may still grow, be cut off anywhere, and contain anything; a missing one yields an empty
   * report.
   *
   * @param clock as for {@link #open}
   * @throws IOException if the log cannot be read
   */
  public AgentReport read(Path log, Clock clock) throws IOException {
    AgentStream stream = open(clock);
    BoundedLines.feed(log.resolveSibling(log.getFileName() + ".1"), stream::line);
    BoundedLines.feed(log, stream::line);
    return stream.report();
  }

  /** Reads plain text for people. Nothing is inferred from it except from one exact line. */
  private static final class PlainStream implements AgentStream {
    private final AgentReportBuilder draft = new AgentReportBuilder();

    @Override
    public void line(String line) {
      draft.adds(line.length() > LONGEST_LINE ? "" : line);
      draft.adds("\n");
      if (UsageLimitLine.note(line, draft)) {
        draft.failed(line);
      }
    }

    @Override
    public AgentReport report() {
      return draft.report();
    }

    @Override
    public Optional<Usage> usedSoFar() {
      return Optional.empty();
    }
  }

  /** Reads a stream of JSON objects; anything between them is skipped. */
  private static final class JsonStream implements AgentStream {
    private final AgentReportBuilder draft = new AgentReportBuilder();
    private final JsonObjects objects;

    JsonStream(EventReader events) {
      this.objects = new JsonObjects((event, text) -> events.read(event, draft), other -> {});
    }

    @Override
    public void line(String line) {
      objects.line(line);
    }

    @Override
    public AgentReport report() {
      return draft.report();
    }

    @Override
    public Optional<Usage> usedSoFar() {
      return draft.usedSoFar();
    }
  }
}
