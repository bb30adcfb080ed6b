package dev.roundhouse.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.Resources;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every text of the page stands out from what is behind it, as WCAG 2.1 AA wants it. */
class ReportStyleTest {
  private static final double LEAST = 4.5;
  private static final Pattern COLOR = Pattern.compile("--([a-z]+): #([0-9a-f]{6});");
  private static final List<String> TEXTS =
      List.of("ink", "quiet", "link", "landed", "lost", "open");
  private static final List<String> GROUNDS = List.of("page", "panel", "sunk");
  private static final List<String> BARS = List.of("agent", "gate", "landed", "lost");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2}) // light, dark, print
  void everyTextStandsOut(int scheme) throws IOException {
    Map<String, Double> light = colors(scheme);

    for (String ground : GROUNDS) {
      for (String text : TEXTS) {
        assertThat(contrast(light, text, ground))
            .as(text + " on " + ground)
            .isGreaterThanOrEqualTo(LEAST);
      }
    }
    for (String bar : BARS) {
      assertThat(contrast(light, "on", bar)).as("text on " + bar).isGreaterThanOrEqualTo(LEAST);
    }
  }

  /** Returns the luminance of each colour of a scheme, in the order of the style sheet. */
  private static Map<String, Double> colors(int scheme) throws IOException {
    String css =
        Resources.toString(
            Resources.getResource(HtmlReport.class, "report.css"), StandardCharsets.UTF_8);
    String block = css.split(":root \\{", -1)[scheme + 1];
    Map<String, Double> colors = new HashMap<>();
    Matcher color = COLOR.matcher(block.substring(0, block.indexOf('}')));
    while (color.find()) {
      colors.put(color.group(1), luminance(Integer.parseInt(color.group(2), 16)));
    }
    return colors;
  }

  private static double luminance(int rgb) {
    return 0.2126 * part(rgb >> 16) + 0.7152 * part(rgb >> 8) + 0.0722 * part(rgb);
  }

  private static double part(int value) {
    double share = (value & 0xff) / 255.0;
    return share <= 0.03928 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
  }

  private static double contrast(Map<String, Double> colors, String one, String other) {
    double a = colors.getOrDefault(one, 0.0);
    double b = colors.getOrDefault(other, 0.0);
    assertThat(colors).containsKeys(one, other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }
}
