package dev.roundhouse.web;

import dev.roundhouse.core.ledger.IllegalTransitionException;
import dev.roundhouse.core.ledger.IssueNotFoundException;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers every request: checks it, finds who answers, and turns failures into errors that say what
 * to do. Safe for use by any number of threads.
 */
final class RequestHandler extends Handler.Abstract {
  private static final System.Logger LOG = System.getLogger(RequestHandler.class.getName());
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String API = "/api/v1/";
  private static final int MOST_BYTES = 256 << 10;

  private final RequestGuard guard;
  private final Api api;
  private final ServerSentEvents stream;

  RequestHandler(RequestGuard guard, Api api, ServerSentEvents stream) {
    this.guard = guard;
    this.api = api;
    this.stream = stream;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    RequestGuard.HEADERS.forEach(response.getHeaders()::put);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    try {
      if (isStream(request) && refusal(request).isEmpty()) {
        stream.serve(request, response);
        callback.succeeded();
      } else {
        send(answer(request), request, response, callback);
      }
    } catch (IOException | InterruptedException gone) {
      callback.failed(gone); // the client, or this server
    }
    return true;
  }

  private static boolean isStream(Request request) {
    return request.getMethod().equals("GET")
        && Request.getPathInContext(request).equals(API + "events");
  }

  private static void send(Reply reply, Request request, Response response, Callback callback) {
    boolean isKnown =
        !reply.tag().isEmpty()
            && reply.tag().equals(request.getHeaders().get(HttpHeader.IF_NONE_MATCH));
    response.setStatus(isKnown ? 304 : reply.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, reply.type());
    if (!reply.tag().isEmpty()) {
      response.getHeaders().put(HttpHeader.ETAG, reply.tag());
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    }
    boolean isBodiless = isKnown || request.getMethod().equals("HEAD");
    response.write(true, ByteBuffer.wrap(isBodiless ? new byte[0] : reply.body()), callback);
  }

  private Optional<ApiException> refusal(Request request) {
    Optional<ApiException> refusal = guard.refusal(request);
    boolean isOpen = !Request.getPathInContext(request).startsWith("/api/");
    return refusal.isPresent() || isOpen || guard.isAuthorized(request)
        ? refusal
        : Optional.of(
            new ApiException(
                401,
                "no-token",
                "the token is missing or no longer valid",
                "open the link that 'roundhouse serve' printed"));
  }

  private Reply answer(Request request) throws InterruptedException {
    try {
      Optional<ApiException> refusal = refusal(request);
      if (refusal.isPresent()) {
        throw refusal.get();
      }
      return found(request);
    } catch (ApiException error) {
      return Reply.json(error.status(), error.body());
    } catch (IssueNotFoundException unknown) {
      return error(404, "not-found", unknown, "see /api/v1/issues");
    } catch (IllegalTransitionException impossible) {
      return error(409, "not-possible", impossible, "nothing was changed");
    } catch (RefusedException refused) {
      return error(
          refused.kind() == RefusedException.Kind.BUSY ? 409 : 422,
          "refused",
          refused,
          refused.hint());
    } catch (IllegalArgumentException invalid) {
      return error(400, "invalid", invalid, "nothing was changed");
    } catch (IOException unreadable) {
      LOG.log(Level.WARNING, "a request could not be answered", unreadable);
      return error(503, "unreadable", unreadable, "try again; 'roundhouse doctor' says more");
    } catch (RuntimeException bug) {
      LOG.log(Level.ERROR, "a request could not be answered", bug);
      return error(500, "internal", bug, "the server's output says more");
    }
  }

  private static Reply error(int status, String code, Exception cause, String hint) {
    return Reply.json(
        status, new ApiException(status, code, String.valueOf(cause.getMessage()), hint).body());
  }

  private Reply found(Request request)
      throws ApiException, IOException, RefusedException, InterruptedException {
    String path = Request.getPathInContext(request);
    boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    if (path.startsWith(API)) {
      return api.answer(call(request, path.substring(API.length())));
    }
    if (!isRead) {
      throw new ApiException(
          405, "method", "only the API takes changes", "docs/web-api.md lists the routes");
    }
    return switch (path) {
      case "/health" -> Reply.json(200, api.health());
      case "/metrics" -> api.metrics();
      default -> PageFiles.find(path).orElseThrow(RequestHandler::noSuchPage);
    };
  }

  private static ApiException noSuchPage() {
    return ApiException.notFound("this page does not exist", "open '/'");
  }

  private static Call call(Request request, String path) throws ApiException, IOException {
    boolean isRead = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
    JsonNode body = isRead ? JSON.createObjectNode() : body(request);
    return new Call(
        isRead ? "GET" : request.getMethod(),
        List.of(path.split("/", -1)),
        Request.extractQueryParameters(request),
        body);
  }

  private static JsonNode body(Request request) throws ApiException, IOException {
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !type.startsWith("application/json")) {
      throw new ApiException(
          415, "media-type", "a change must be sent as JSON", "Content-Type: application/json");
    }
    try (InputStream in = Content.Source.asInputStream(request)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw new ApiException(413, "too-large", "the request is too large", "send less at once");
      }
      JsonNode node = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
      if (!node.isObject()) {
        throw Call.invalid("the body must be one JSON object");
      }
      return node;
    } catch (JacksonException malformed) {
      throw Call.invalid("the body is not valid JSON");
    }
  }
}
