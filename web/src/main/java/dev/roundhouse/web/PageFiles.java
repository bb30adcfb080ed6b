package dev.roundhouse.web;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The files of the page, which are part of the program. Stateless. */
final class PageFiles {
  private static final String PAGE = "page.html";
  private static final Pattern VIEWS = Pattern.compile("/|/board|/issues/[^/]+(/[a-z]+)?");
  private static final Map<String, String> TYPES =
      Map.of(
          PAGE,
          "text/html; charset=utf-8",
          "page.css",
          "text/css; charset=utf-8",
          "page.js",
          "text/javascript; charset=utf-8",
          "icon.svg",
          "image/svg+xml");

  private PageFiles() {}

  /** Returns the file for {@code path}; every view of the page is the same file. */
  static Optional<Reply> find(String path) throws IOException {
    String name = VIEWS.matcher(path).matches() ? PAGE : path.substring(1);
    @Nullable String type = TYPES.get(name);
    if (type == null) {
      return Optional.empty();
    }
    try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the program");
      }
      byte[] content = in.readAllBytes();
      String tag = '"' + Hashing.sha256().hashBytes(content).toString().substring(0, 16) + '"';
      return Optional.of(new Reply(200, type, content, tag));
    }
  }
}
