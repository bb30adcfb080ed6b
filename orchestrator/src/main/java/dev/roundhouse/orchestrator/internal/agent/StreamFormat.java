package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** A way to print, and how it is read. */
public enum StreamFormat {
  /** Claude Code's {@code stream-json}: one object a line. */
  CLAUDE {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new ClaudeEvents());
    }
  },
  /** What {@code codex exec --json} prints: one object a line. */
  CODEX {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new CodexEvents(clock));
    }
  },
  /** Gemini CLI's {@code stream-json}, one object a line, or its {@code json}, one in all. */
  GEMINI {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new GeminiEvents());
    }
  },
  /** What {@code opencode run --format json} prints: one object a line. */
  OPENCODE {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new OpencodeEvents());
    }
  },
  /** Qwen Code's {@code stream-json}: one object a line. */
  QWEN {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new QwenEvents());
    }
  },
  /** What {@code copilot --output-format json} prints: one object a line. */
  COPILOT {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new CopilotEvents());
    }
  },
  /** Words for people: the last of them are its last message. */
  PLAIN {
    @Override
    public AgentStream open(Clock clock) {
      return new PlainStream();
    }
  };

  /**
   * A reader for one attempt's output.
   *
   * @param clock tells which day it is, and in which time zone the agent speaks of times
   */
  public abstract AgentStream open(Clock clock);

  /**
   * Sums up what an attempt has printed into {@code log}, which may still grow, be cut off
   * anywhere, and hold anything; a log that is not there told nothing.
   *
   * @param clock as for {@link #open}
   * @throws IOException if the log cannot be read
   */
  public AgentReport read(Path log, Clock clock) throws IOException {
    AgentStream stream = open(clock);
    BoundedLines.feed(log, stream::line);
    return stream.report();
  }

  /** Words for people. Nothing is guessed from them but what one exact line says. */
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
  }
}
