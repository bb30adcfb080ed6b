package dev.roundhouse.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.roundhouse.core.testing.HostileTexts;

/** Texts whose success this page can be asked about, beside those that every view is tried with. */
final class PageAttacks {
  /** One line. */
  static final String LINE =
      "<script>window.owned=1</script><img src=x onerror=window.owned=1>\"'`${window.owned=1}";

  private static final String MARKDOWN =
      LINE
          + "\n\n"
          + """
          <svg/onload=window.owned=1><iframe src="javascript:window.owned=1"></iframe>

          [a](javascript:window.owned=1) [b](JaVaScRiPt&#58;window.owned=1) [c](data:text/html,x)
          [d]( vbscript:x) [e](//evil.example/x) [f](<java
          script:window.owned=1>) [g](&#x6A;avascript:window.owned=1) [h](file:///etc/passwd)
          <javascript:window.owned=1> <https://ok.example/?"onmouseover=window.owned=1>

          ![i](http://127.0.0.1:1/pixel.png) ![j](x" onerror="window.owned=1) ![k](javascript:x)

          <style>body{display:none}</style><base href="http://evil.example/"><form action="/x">
          <a href="x" onclick="window.owned=1">l</a><meta http-equiv="refresh" content="0;url=/">

          | m | <b>n</b> |
          |---|---|
          | <img src=x onerror=window.owned=1> | [o](javascript:window.owned=1) |

          ```html" onload="window.owned=1
          </code></pre><script>window.owned=1</script>
          ```

          <!-- --><script>window.owned=1</script><![CDATA[<script>window.owned=1</script>]]>
          """;

  private PageAttacks() {}

  /** Returns a text of many lines, as Markdown, with all that other views are tried with. */
  static String text() {
    String all = MARKDOWN + "\n\n" + String.join("\n\n", HostileTexts.all().values());
    return new String(all.replace("\0", "").getBytes(UTF_8), UTF_8); // half characters become ?
  }

  /** Returns the line as a word of a shell. */
  static String quoted() {
    return "'" + LINE.replace("'", "'\\''") + "'";
  }
}
