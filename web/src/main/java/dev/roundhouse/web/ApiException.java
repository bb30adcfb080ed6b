package dev.roundhouse.web;

import java.util.LinkedHashMap;
import java.util.Map;

/** Thrown if a request is answered with an error; nothing was changed by it. */
final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final String hint;
  private final transient Map<String, Object> more = new LinkedHashMap<>();

  /**
   * Creates an error.
   *
   * @param status the status of the answer
   * @param code one word for programs
   * @param message what is wrong
   * @param hint what a person can do next
   */
  ApiException(int status, String code, String message, String hint) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }

  /** Adds a value to the answer. */
  ApiException with(String key, Object value) {
    more.put(key, value);
    return this;
  }

  /** Returns an error about a thing that does not exist. */
  static ApiException notFound(String message, String hint) {
    return new ApiException(404, "not-found", message, hint);
  }

  int status() {
    return status;
  }

  /** Returns the body of the answer. */
  Map<String, Object> body() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", getMessage());
    error.put("hint", hint);
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("error", error);
    body.putAll(more);
    return body;
  }
}
