package dev.roundhouse.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A piece of HTML, SVG or XML under construction. It is the only way to write any: text and values
 * of attributes are escaped as they are added, so that nothing in them becomes an element, a script
 * or a link that was not written in this program. Elements are closed in the reverse order.
 *
 * <pre>{@code
 * Markup.html().open("p").attribute("class", "why").text(reason).close().toString()
 * }</pre>
 *
 * <p>For one thread at a time.
 */
public final class Markup {
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9:-]*");
  private static final Pattern LINK = Pattern.compile("#.*|https?://.*|/(?![/\\\\]).*|mailto:.*");
  private static final Set<String> LINKS =
      Set.of("href", "src", "action", "formaction", "xlink:href", "poster", "data");
  private static final Set<String> RAW = Set.of("script", "style");
  private static final Set<String> VOID =
      Set.of("br", "col", "hr", "img", "input", "link", "meta", "wbr");

  private final boolean html;
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();
  private boolean inTag; // the start tag of the innermost element takes attributes

  private Markup(boolean html) {
    this.html = html;
  }

  /** Returns an empty piece of HTML, which may hold SVG. */
  public static Markup html() {
    return new Markup(true);
  }

  /** Returns an empty piece of XML. */
  public static Markup xml() {
    return new Markup(false);
  }

  /** Returns an HTML document with {@code content}. */
  public static String document(Markup content) {
    return "<!DOCTYPE html>\n" + content + "\n";
  }

  /**
   * Begins an element.
   *
   * @throws IllegalArgumentException if {@code element} is not a name
   */
  public Markup open(String element) {
    endTag();
    out.append('<').append(checked(element));
    open.push(element);
    inTag = true;
    return this;
  }

  /**
   * Adds an attribute to the element that was just begun. A link that leads anywhere but to a place
   * in the page, to a path of its server, to a mail address or to a page of the web is left out.
   *
   * @throws IllegalArgumentException if {@code name} is not a name, or holds code
   * @throws IllegalStateException if the element has content already
   */
  public Markup attribute(String name, Object value) {
    if (!inTag) {
      throw new IllegalStateException(name + " comes too late: the element has content");
    }
    String lower = checked(name).toLowerCase(Locale.ROOT);
    if (lower.startsWith("on") || lower.equals("style") || lower.equals("srcdoc")) {
      throw new IllegalArgumentException(name + " would hold code");
    }
    String text = InertText.of(value.toString());
    if (!LINKS.contains(lower) || LINK.matcher(text).matches()) {
      out.append(' ').append(name).append("=\"");
      escape(text);
      out.append('"');
    }
    return this;
  }

  /** Adds an attribute without a value. */
  public Markup attribute(String name) {
    return attribute(name, html ? "" : name);
  }

  /**
   * Adds text.
   *
   * @throws IllegalStateException if the innermost element holds code
   */
  public Markup text(String text) {
    if (!open.isEmpty() && RAW.contains(open.peek())) {
      throw new IllegalStateException(open.peek() + " holds code, not text");
    }
    endTag();
    escape(InertText.of(text));
    return this;
  }

  /**
   * Adds code to a {@code style} or {@code script} element.
   *
   * @param code a constant of this program, without {@code </}
   * @throws IllegalArgumentException if the code would end the element
   */
  public Markup code(String code) {
    if (open.isEmpty() || !RAW.contains(open.peek()) || code.contains("</")) {
      throw new IllegalArgumentException("code that would not stay in its element");
    }
    endTag();
    out.append(code);
    return this;
  }

  /** Adds another piece, which is complete. */
  public Markup add(Markup piece) {
    endTag();
    out.append(piece);
    return this;
  }

  /** Adds an element with nothing but text. */
  public Markup element(String element, String text) {
    return open(element).text(text).close();
  }

  /** Adds an element with a class and nothing but text. */
  public Markup element(String element, String kind, String text) {
    return open(element).attribute("class", kind).text(text).close();
  }

  /** Ends the innermost element. */
  public Markup close() {
    String element = open.pop();
    boolean isEmpty = inTag;
    if (html && VOID.contains(element)) {
      endTag();
    } else if (isEmpty && !html) {
      out.append("/>");
      inTag = false;
    } else {
      endTag();
      out.append("</").append(element).append('>');
    }
    return this;
  }

  /** Returns the number of chars so far. */
  public int length() {
    return out.length();
  }

  /**
   * Returns what was written.
   *
   * @throws IllegalStateException if an element is still open
   */
  @Override
  public String toString() {
    if (!open.isEmpty()) {
      throw new IllegalStateException(open + " are still open");
    }
    return out.toString();
  }

  private static String checked(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("not a name: " + name);
    }
    return name;
  }

  private void endTag() {
    if (inTag) {
      out.append('>');
      inTag = false;
    }
  }

  private void escape(String text) {
    for (int at = 0; at < text.length(); at++) {
      char each = text.charAt(at);
      switch (each) {
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(each);
      }
    }
  }
}
