package dev.roundhouse.core.ledger;

import com.google.common.hash.Hashing;
import com.google.common.primitives.Bytes;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.ChangeId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.IssueType;
import dev.roundhouse.core.issue.Priority;
import dev.roundhouse.core.issue.RunId;
import dev.roundhouse.core.issue.WorkerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/**
 * Encodes events and snapshots as JSON on one line. Stateless; safe for use by any number of
 * threads.
 */
final class LedgerFormat {
  /**
   * The version this program writes; a ledger of a higher version is refused and left untouched.
   */
  static final int VERSION = 2;

  private static final String HEAD = "{\"sum\":\"";
  private static final String MIDDLE = "\",\"state\":";
  private static final String TAIL = "}\n";

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(ids())
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private LedgerFormat() {}

  private static SimpleModule ids() {
    SimpleModule module = new SimpleModule("roundhouse-ids");
    word(module, IssueId.class, IssueId::new);
    word(module, AttemptId.class, AttemptId::new);
    word(module, RunId.class, RunId::new);
    word(module, WorkerId.class, WorkerId::new);
    word(module, ChangeId.class, ChangeId::new);
    word(module, IssueType.class, IssueType::new);
    word(module, Priority.class, text -> Priority.parse(text).orElseThrow());
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
      throw new IOException(
          "a journal record does not fit the records before it: " + broken.getOriginalMessage(),
          broken);
    }
  }

  /** Encodes the snapshot as JSON that contains its own checksum. */
  static byte[] encode(Snapshot snapshot) {
    return sealed(JSON.writeValueAsBytes(snapshot));
  }

  static byte[] sealed(byte[] state) {
    byte[] head = (HEAD + sum(state, 0, state.length) + MIDDLE).getBytes(StandardCharsets.US_ASCII);
    return Bytes.concat(head, state, TAIL.getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Decodes the snapshot in {@code bytes}; empty if it does not check out or is of a version from
   * before snapshots had a checksum.
   *
   * @throws IOException if a newer version wrote it
   */
  static Optional<Snapshot> decodeSnapshot(byte[] bytes) throws IOException {
    int from = HEAD.length() + 8 + MIDDLE.length();
    int to = bytes.length - TAIL.length();
    String begin = new String(bytes, 0, Math.min(from, bytes.length), StandardCharsets.US_ASCII);
    if (to <= from || !begin.equals(HEAD + sum(bytes, from, to) + MIDDLE)) {
      return Optional.empty();
    }
    checkVersion(JSON.readValue(bytes, from, to - from, Version.class).v());
    return Optional.of(JSON.readValue(bytes, from, to - from, Snapshot.class));
  }

  private static String sum(byte[] bytes, int from, int to) {
    int sum = Hashing.crc32c().hashBytes(bytes, from, to - from).asInt();
    return HexFormat.of().toHexDigits(sum);
  }

  /** The version of any document, and nothing else. */
  private record Version(int v) {}

  private static void checkVersion(int version) throws IOException {
    if (version > VERSION) {
      throw new IOException(
          "the ledger was written by a newer Roundhouse (format "
              + version
              + "); use that version");
    }
  }

  /**
   * The events of one step.
   *
   * @param v the version that wrote it
   * @param events in order
   */
  record Step(int v, List<Event> events) {}
}
