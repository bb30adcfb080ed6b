package dev.roundhouse.web;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * Refuses what did not come from the page itself or from a program that has a token, and names the
 * headers that limit what a browser does with answers. Immutable.
 */
final class RequestGuard {
  /** The headers of every answer. */
  static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none';"
              + " frame-ancestors 'none'; trusted-types roundhouse;"
              + " require-trusted-types-for 'script'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private static final Set<String> LOCAL = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final Set<String> ANY = Set.of("0.0.0.0", "::", "[::]");
  private static final String BEARER = "Bearer ";

  private final String host;
  private final AccessTokens tokens;

  RequestGuard(String host, AccessTokens tokens) {
    this.host = host.toLowerCase(Locale.ROOT);
    this.tokens = tokens;
  }

  /** Returns the reason for which nothing is answered, if there is one. */
  Optional<ApiException> refusal(Request request) {
    String asked = request.getHeaders().get(HttpHeader.HOST);
    if (asked == null || !isOurs(asked)) {
      return Optional.of(
          new ApiException(
              421,
              "wrong-host",
              "this server does not answer to the name " + asked,
              "open the link that 'roundhouse serve' printed"));
    }
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    String site = request.getHeaders().get("Sec-Fetch-Site");
    boolean isLink =
        request.getMethod().equals("GET")
            && "navigate".equals(request.getHeaders().get("Sec-Fetch-Mode"));
    boolean isForeign =
        (origin != null && !origin.equalsIgnoreCase("http://" + asked))
            || (site != null && !isLink && !site.equals("same-origin") && !site.equals("none"));
    return isForeign
        ? Optional.of(
            new ApiException(
                403,
                "foreign-origin",
                "the request came from another site",
                "open the link that 'roundhouse serve' printed"))
        : Optional.empty();
  }

  /** Tells whether a {@code Host} header names this server: others are led here by a name. */
  private boolean isOurs(String asked) {
    String name = name(asked);
    if (ANY.contains(host)) {
      return LOCAL.contains(name) || name.matches("[0-9.]+|\\[[0-9a-f:.]+]");
    }
    return name.equals(host) || name.equals("[" + host + "]") || isLocal(name);
  }

  private boolean isLocal(String name) {
    return LOCAL.contains(name) && (LOCAL.contains(host) || host.equals("::1"));
  }

  private static String name(String asked) {
    try {
      String name = URI.create("http://" + asked).getHost();
      return name == null ? "" : name.toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException none) {
      return "";
    }
  }

  /** Tells whether a request has a valid token in its {@code Authorization} header. */
  boolean isAuthorized(Request request) {
    HttpField field = request.getHeaders().getField(HttpHeader.AUTHORIZATION);
    String value = field == null ? "" : field.getValue();
    return value.startsWith(BEARER) && tokens.accepts(value.substring(BEARER.length()));
  }
}
