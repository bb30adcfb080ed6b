package dev.roundhouse.orchestrator.internal.agent;

import dev.roundhouse.orchestrator.agent.AgentReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;

/** The formats of agents' output, each with its reader. */
public enum StreamFormat {
  /** Claude Code's {@code stream-json}: one object a line. */
  CLAUDE {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new ClaudeEvents());
    }
  },
  /** The output of {@code codex exec --json}: one object a line. */
  CODEX {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new CodexEvents(clock));
    }
  },
  /** Gemini CLI's {@code stream-json}, one object a line, or its {@code json}, a single object. */
  GEMINI {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new GeminiEvents());
    }
  },
  /** The output of {@code opencode run --format json}: one object a line. */
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
  /** The output of {@code copilot --output-format json}: one object a line. */
  COPILOT {
    @Override
    public AgentStream open(Clock clock) {
      return new JsonStream(new CopilotEvents());
    }
  },
  /** Plain text for people: its last lines are the last message. */
  PLAIN {
    @Override
    public AgentStream open(Clock clock) {
      return new PlainStream();
    }
  };

  /**
   * Returns a reader for one attempt's output.
   *
   * @param clock gives the date, and the time zone of the times in the agent's output
   */
  public abstract AgentStream open(Clock clock);

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
  }
}
