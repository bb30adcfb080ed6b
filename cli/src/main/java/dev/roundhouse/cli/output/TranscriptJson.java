package dev.roundhouse.cli.output;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Entry;
import dev.roundhouse.orchestrator.agent.AgentTranscript.Kind;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints the entries of a transcript as one JSON object, entry by entry, so that a log of any
 * length takes no more memory than one line. Not safe for use by several threads.
 */
public final class TranscriptJson {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int LONGEST_LINE = 1 << 20;

  private final Terminal terminal;
  private final StringBuilder line = new StringBuilder();
  private boolean isFirst = true;

  /** Prints the beginning of the object. */
  public TranscriptJson(Terminal terminal, String issue, int attempt) {
    this.terminal = terminal;
    terminal
        .out()
        .print("{\"issue\":" + JSON.writeValueAsString(issue) + ",\"attempt\":" + attempt);
    terminal.out().print(",\"entries\":[");
  }

  /** Prints {@code entry}; pieces of a line become one entry. */
  public void print(Entry entry) {
    if (entry.kind() == Kind.PIECE) {
      piece(entry.text());
    } else {
      endLine();
      write(entry);
    }
  }

  private void piece(String text) {
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      line.append(text, from, end);
      write(new Entry(Kind.LINE, "", line.toString()));
      line.setLength(0);
      from = end + 1;
    }
    line.append(text, from, text.length());
    if (line.length() > LONGEST_LINE) {
      endLine();
    }
  }

  private void endLine() {
    if (!line.isEmpty()) {
      write(new Entry(Kind.LINE, "", line.toString()));
      line.setLength(0);
    }
  }

  private void write(Entry entry) {
    Map<String, String> object = new LinkedHashMap<>();
    object.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
    object.put("head", entry.head());
    object.put("text", entry.text());
    terminal.out().print((isFirst ? "\n" : ",\n") + JSON.writeValueAsString(object));
    isFirst = false;
  }

  /** Prints the end of the object. */
  public void end() {
    endLine();
    terminal.out().println("]}");
  }
}
