package dev.roundhouse.web;

import com.google.common.base.CharMatcher;
import com.google.common.html.HtmlEscapers;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.AttributeProvider;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Renders Markdown that anyone may have written as HTML: raw HTML is shown as text, a link leads to
 * the web or nowhere, and an image is a link to it, so that nothing is loaded. Safe for use by any
 * number of threads.
 */
final class SafeMarkdown {
  private static final Set<String> SCHEMES = Set.of("http:", "https:", "mailto:");
  private static final int LONGEST = 1 << 20;
  private static final int MOST_MARKS = 3000; // of a paragraph; the time grows with their square
  private static final CharMatcher MARKS = CharMatcher.anyOf("*_");
  private static final CharMatcher BLANK = CharMatcher.anyOf(" \t");
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER =
      Parser.builder().extensions(EXTENSIONS).maxOpenBlockParsers(64).build();
  private static final HtmlRenderer RENDERER =
      HtmlRenderer.builder()
          .extensions(EXTENSIONS)
          .escapeHtml(true)
          .attributeProviderFactory(context -> new Links())
          .nodeRendererFactory(ImageLinks::new)
          .build();

  private SafeMarkdown() {}

  /**
   * Returns {@code markdown} as HTML; what is longer than a megabyte is cut. Text with so many
   * marks that it would take minutes is shown as it was written.
   */
  static String html(String markdown) {
    String text = markdown.substring(0, Math.min(markdown.length(), LONGEST));
    if (hasTooManyMarks(text)) {
      return "<pre>" + HtmlEscapers.htmlEscaper().escape(text) + "</pre>\n";
    }
    return RENDERER.render(PARSER.parse(text));
  }

  private static boolean hasTooManyMarks(String text) {
    int marks = 0; // of this paragraph
    for (String line : (Iterable<String>) text.lines()::iterator) {
      marks = BLANK.matchesAllOf(line) ? 0 : marks + MARKS.countIn(line);
      if (marks > MOST_MARKS) {
        return true;
      }
    }
    return false;
  }

  private static boolean isAllowed(String address) {
    String lower = address.strip().toLowerCase(Locale.ROOT);
    return SCHEMES.stream().anyMatch(lower::startsWith);
  }

  /** Lets a link lead to the web only, in a tab that knows nothing of this one. */
  private static final class Links implements AttributeProvider {
    @Override
    public void setAttributes(Node node, String tag, Map<String, String> attributes) {
      if (node instanceof Link link) {
        if (isAllowed(link.getDestination())) {
          attributes.put("rel", "noopener noreferrer");
          attributes.put("target", "_blank");
        } else {
          attributes.remove("href");
        }
      }
    }
  }

  /** Shows an image as its description, with a link to it. */
  private static final class ImageLinks implements NodeRenderer {
    private final HtmlNodeRendererContext context;

    ImageLinks(HtmlNodeRendererContext context) {
      this.context = context;
    }

    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Image.class);
    }

    @Override
    public void render(Node node) {
      Image image = (Image) node;
      boolean isLink = isAllowed(image.getDestination());
      if (isLink) {
        context
            .getWriter()
            .tag(
                "a",
                Map.of(
                    "href",
                    context.encodeUrl(image.getDestination()),
                    "rel",
                    "noopener noreferrer",
                    "target",
                    "_blank"));
      }
      context.getWriter().text("[image: ");
      for (Node child = node.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
      context.getWriter().text("]");
      if (isLink) {
        context.getWriter().tag("/a");
      }
    }
  }
}
