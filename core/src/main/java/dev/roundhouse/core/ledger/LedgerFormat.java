package dev.roundhouse.core.ledger;

import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/** Events and snapshots as JSON on one line. Stateless; safe for use by any number of threads. */
final class LedgerFormat {
  /** The version we write; a higher one is refused untouched. */
  static final int VERSION = 1;

  private static final JsonMapper JSON = JsonMapper.builder().addModule(ids()).build();

  private LedgerFormat() {}

  private static SimpleModule ids() {
    SimpleModule module = new SimpleModule("roundhouse-ids");
    word(module, IssueId.class, IssueId::new);
    word(module, AttemptId.class, AttemptId::new);
    word(module, RunId.class, RunId::new);
    word(module, WorkerId.class, WorkerId::new);
    return module;
  }

  private static <T> void word(SimpleModule module, Class<T> type, Function<String, T> read) {
    module.addSerializer(
        type,
        new ValueSerializer<T>() {
          @Override
          public void serialize(T value, JsonGenerator out, SerializationContext context) {
            out.writeString(value.toString());
          }
        });
    module.addDeserializer(
        type,
        new ValueDeserializer<T>() {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) {
            return read.apply(in.getString());
          }
        });
  }

  static byte[] encode(List<Event> events) {
    return JSON.writeValueAsBytes(new Step(VERSION, events));
  }

  static List<Event> decode(byte[] payload) throws IOException {
    try {
      Step step = JSON.readValue(payload, Step.class);
      checkVersion(step.v());
      return step.events();
    } catch (JacksonException broken) {
      throw new IOException("a journal record is no step: " + broken.getOriginalMessage(), broken);
    }
  }

  static byte[] encode(Snapshot snapshot) {
    return JSON.writeValueAsBytes(snapshot);
  }

  /** The snapshot in {@code bytes}; a snapshot is a cache, so one that cannot be read is none. */
  static Snapshot decodeSnapshot(byte[] bytes) throws IOException {
    try {
      Snapshot snapshot = JSON.readValue(bytes, Snapshot.class);
      checkVersion(snapshot.v());
      return snapshot;
    } catch (JacksonException broken) {
      return Snapshot.NONE;
    }
  }

  private static void checkVersion(int version) throws IOException {
    if (version > VERSION) {
      throw new IOException(
          "the ledger was written by a newer Roundhouse (format " + version + "); use that one");
    }
  }

  /**
   * Everything that happened in one step.
   *
   * @param v the version that wrote it
   * @param events in order
   */
  record Step(int v, List<Event> events) {}
}
