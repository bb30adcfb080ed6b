package dev.roundhouse.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is added to markup as text or as a value stays that. */
class MarkupTest {
  @Test
  void textAndValuesAreEscaped() {
    Markup piece =
        Markup.html().open("p").attribute("title", "\"><b>").text("</p><script>&amp;'").close();

    assertThat(piece)
        .hasToString("<p title=\"&quot;&gt;&lt;b&gt;\">&lt;/p&gt;&lt;script&gt;&amp;amp;&#39;</p>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        " javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "//elsewhere.example/x",
        "/\\elsewhere.example/x",
        "vbscript:x",
        "file:///etc/passwd"
      })
  void aLinkThatCouldRunSomethingIsLeftOut(String link) {
    assertThat(Markup.html().open("a").attribute("href", link).text("x").close())
        .hasToString("<a>x</a>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"#issue-1", "https://example.org/x", "/issues/1", "mailto:a@example.org"})
  void anOrdinaryLinkStays(String link) {
    assertThat(Markup.html().open("a").attribute("href", link).close().toString()).contains(link);
  }

  @ParameterizedTest
  @ValueSource(strings = {"onclick", "ONLOAD", "style", "srcdoc", "x y", "x=\"", ""})
  void anAttributeThatHoldsCodeOrIsNoNameIsRefused(String name) {
    Markup piece = Markup.html().open("p");

    assertThatThrownBy(() -> piece.attribute(name, "x"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void codeStaysInItsElementAndTextOutOfIt() {
    assertThat(Markup.html().open("style").code("p > a {}").close())
        .hasToString("<style>p > a {}</style>");
    assertThatThrownBy(() -> Markup.html().open("style").code("</style>"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Markup.html().open("p").code("x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Markup.html().open("script").text("x"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsStillOpenIsNotHandedOut() {
    assertThatThrownBy(Markup.html().open("p")::toString).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anElementWithoutContentIsWrittenAsItsFormWants() {
    assertThat(Markup.html().open("br").close().open("td").close()).hasToString("<br><td></td>");
    assertThat(Markup.xml().open("skipped").close()).hasToString("<skipped/>");
  }

  @Test
  void whatIsObeyedOrNotAllowedLeavesAMark() {
    assertThat(InertText.of("a\u0000b\u001b[31mc\u202ed\ud800e\ufffff\u0085\n\tg"))
        .isEqualTo("a\ufffdb\ufffd[31mc\ufffdd\ufffde\ufffdf\ufffd\n\tg");
    assertThat(InertText.of("ünï 🚂 \u200d")).isEqualTo("ünï 🚂 \u200d");
    assertThat(InertText.line(" a\n\tb\u2028c ")).isEqualTo("a b c");
  }
}
