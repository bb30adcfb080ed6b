package dev.roundhouse.web;

import dev.roundhouse.core.issue.IssueId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.eclipse.jetty.util.Fields;
import tools.jackson.databind.JsonNode;

/**
 * One request to the API. Immutable.
 *
 * @param method {@code GET}, {@code POST} or {@code PUT}
 * @param path the segments of the path below {@code /api/v1}
 * @param query the parameters of the query
 * @param body the JSON object that was sent; empty if none was
 */
record Call(String method, List<String> path, Fields query, JsonNode body) {
  /** Copies the path. */
  Call {
    path = List.copyOf(path);
  }

  /** Returns the issue that the path names. */
  IssueId issue() throws ApiException {
    try {
      return new IssueId(path.get(1));
    } catch (IllegalArgumentException malformed) {
      throw ApiException.notFound("that is not the id of an issue", "see /api/v1/issues");
    }
  }

  /** Returns a parameter of the query; empty if it is missing. */
  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.getValue(name)).filter(each -> !each.isEmpty());
  }

  /** Returns a parameter that is a number; empty if it is missing. */
  OptionalInt number(String name) throws ApiException {
    Optional<String> text = parameter(name);
    try {
      return text.isEmpty()
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseUnsignedInt(text.get()));
    } catch (NumberFormatException malformed) {
      throw invalid(name + " must be a number");
    }
  }

  /** Returns a text of the body; empty if it is missing or blank. */
  Optional<String> text(String name) throws ApiException {
    JsonNode value = body.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isString()) {
      throw invalid(name + " must be text");
    }
    return Optional.of(value.asString()).filter(each -> !each.isBlank());
  }

  /** Returns a whole number of the body. */
  long integer(String name) throws ApiException {
    JsonNode value = body.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw invalid("'" + name + "' must be a whole number");
    }
    return value.asLong();
  }

  /** Returns an error about the request. */
  static ApiException invalid(String message) {
    return new ApiException(400, "invalid", message, "docs/web-api.md lists the routes");
  }
}
