package dev.roundhouse.orchestrator.internal.notify;

import dev.roundhouse.core.text.DurationWord;
import dev.roundhouse.orchestrator.options.DeliveryOptions.Notification;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An address that is called with each message. Redirections are not followed: headers that are
 * meant for one host would be sent to another. Neither the address behind its host nor a header is
 * in any message.
 */
final class Webhook implements Recipient {
  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
  private static final int SHORTEST_SECRET = 4;

  private final String name;
  private final HttpRequest.Builder request;
  private final Duration limit;
  private final List<String> secrets = new ArrayList<>();
  private final HttpClient client;

  private Webhook(String name, URI address, Map<String, String> headers, Duration limit) {
    this.name = name;
    this.limit = limit;
    this.client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(limit).build();
    this.request = HttpRequest.newBuilder(address).timeout(limit);
    request.setHeader("Content-Type", "application/json");
    request.setHeader("User-Agent", "roundhouse");
    headers.forEach(request::setHeader);
    Stream.of(address.toString(), address.getRawQuery(), address.getRawPath())
        .filter(each -> each != null && each.length() >= SHORTEST_SECRET)
        .forEach(secrets::add);
    secrets.addAll(headers.values());
  }

  /**
   * Returns the one that {@code options} describe.
   *
   * @throws RefusedException if a variable is not set, or the address in one is not valid
   */
  static Webhook of(Notification options, Map<String, String> environment) throws RefusedException {
    String written = options.webhook().orElseThrow();
    String address = written.startsWith("$") ? expand(written, environment).strip() : written;
    String shown = Notification.shownAddress(address);
    String name = written.startsWith("$") ? written + " (" + shown + ")" : shown;
    try {
      Map<String, String> headers = new TreeMap<>();
      for (Map.Entry<String, String> each : options.headers().entrySet()) {
        headers.put(each.getKey(), expand(each.getValue(), environment));
      }
      URI uri = new URI(address);
      if (uri.getUserInfo() != null) {
        throw refused(name, "must not have a user or a password", "put them into 'headers'");
      }
      return new Webhook(name, uri, headers, options.timeout());
    } catch (URISyntaxException | IllegalArgumentException malformed) {
      throw refused(
          name,
          "cannot be called: the address or a header is not valid",
          "an address begins with http:// or https://; see 'notify' in docs/configuration.md");
    }
  }

  private static String expand(String text, Map<String, String> environment)
      throws RefusedException {
    Matcher variable = VARIABLE.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (variable.find()) {
      String value = environment.get(variable.group(1));
      if (value == null || value.isBlank()) {
        throw RefusedException.input(
            "notify: the environment variable " + variable.group(1) + " is not set",
            "set it, or remove that notification from roundhouse.yaml");
      }
      variable.appendReplacement(expanded, Matcher.quoteReplacement(value));
    }
    return variable.appendTail(expanded).toString();
  }

  private static RefusedException refused(String name, String what, String hint) {
    return RefusedException.input("notify: " + name + " " + what, hint);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void deliver(Message message, CompletableFuture<Void> stop)
      throws UndeliveredException, InterruptedException {
    HttpRequest call =
        request.copy().POST(HttpRequest.BodyPublishers.ofString(message.json().toString())).build();
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(call, HttpResponse.BodyHandlers.discarding());
    try {
      CompletableFuture.anyOf(answer, stop).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      if (!answer.isDone()) {
        throw new UndeliveredException("it had not answered when the run ended", false);
      }
      check(answer.get().statusCode());
    } catch (TimeoutException late) {
      throw late();
    } catch (ExecutionException failed) {
      throw failed(failed.getCause() == null ? failed : failed.getCause());
    } finally {
      answer.cancel(true);
    }
  }

  private UndeliveredException late() {
    return new UndeliveredException("it did not answer within " + DurationWord.of(limit), true);
  }

  private static void check(int status) throws UndeliveredException {
    if (status >= 300 && status < 400) {
      throw new UndeliveredException(
          "it redirects to another address (HTTP " + status + "); name that one", false);
    }
    if (status < 200 || status >= 400) {
      boolean mayHelp = status >= 500 || status == 408 || status == 429;
      throw new UndeliveredException("it answered with HTTP " + status, mayHelp);
    }
  }

  private UndeliveredException failed(Throwable cause) {
    if (cause instanceof java.net.http.HttpTimeoutException) {
      return late();
    }
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String why = root.getMessage();
    if (root instanceof UnresolvedAddressException) {
      why = "its host name cannot be resolved";
    } else if (why == null) {
      why = root.getClass().getSimpleName();
    }
    return new UndeliveredException("it cannot be reached: " + withoutSecrets(why), true);
  }

  private String withoutSecrets(String text) {
    String clean = text.replaceAll("\\s+", " ");
    for (String each : secrets) {
      clean = clean.replace(each, "[redacted]");
    }
    return clean;
  }
}
