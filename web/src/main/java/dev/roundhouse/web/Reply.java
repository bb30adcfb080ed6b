package dev.roundhouse.web;

import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * An answer to a request.
 *
 * @param status its status
 * @param type its media type
 * @param body its body
 * @param tag the version of its content; empty if it must not be kept
 */
record Reply(int status, String type, byte[] body, String tag) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** Returns an answer with {@code value} as JSON. */
  static Reply json(int status, Map<String, Object> value) {
    return new Reply(status, "application/json", JSON.writeValueAsBytes(value), "");
  }

  /** Returns an answer with what was asked for. */
  static Reply ok(Map<String, Object> value) {
    return json(200, value);
  }
}
