package dev.roundhouse.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.cli.output.TextTable.Cell;
import dev.roundhouse.cli.output.TextTable.Column;
import dev.roundhouse.cli.output.TextTable.Style;
import dev.roundhouse.cli.terminal.SignalSource;
import dev.roundhouse.cli.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables are aligned, and no wider than the screen. */
class TextTableTest {
  private final StringWriter out = new StringWriter();

  private Terminal screen(int columns, String noColor) {
    PrintWriter writer = new PrintWriter(out);
    Map<String, String> environment = Map.of("NO_COLOR", noColor);
    return new Terminal(
        writer, writer, Path.of(""), environment, true, () -> columns, SignalSource.none());
  }

  private TextTable table(Terminal terminal) {
    return new TextTable(
        terminal, Column.text("ISSUE"), Column.number("TIME"), Column.text("TITLE"));
  }

  @Test
  void columnsAreAlignedAndNumbersStandAtTheRight() {
    table(screen(80, "1")).row("BUG-1", "3s", "one").row("B-20", "12m30s", "two").print("  ");

    assertThat(out.toString().lines())
        .containsExactly("  ISSUE    TIME  TITLE", "  BUG-1      3s  one", "  B-20   12m30s  two");
  }

  @Test
  void theLastColumnIsCutAtTheEdgeOfTheScreen() {
    table(screen(30, "1")).row("BUG-1", "3s", "a title that is far too long").print("");

    assertThat(out.toString().lines())
        .containsExactly("ISSUE  TIME  TITLE", "BUG-1    3s  a title that is…");
  }

  @Test
  void aFlexibleColumnGivesWayIfTheLastOneIsShort() {
    Terminal terminal = screen(30, "1");
    new TextTable(terminal, Column.flexible(""), Column.text("")) //
        .row("a name that is much too long", "here")
        .print("");

    assertThat(out.toString()).isEqualTo("a name that is much too…  here" + System.lineSeparator());
    assertThat(DisplayText.width(out.toString().strip())).isLessThanOrEqualTo(30);
  }

  @Test
  void withoutAScreenNothingIsCut() {
    PrintWriter writer = new PrintWriter(out);
    Terminal file = new Terminal(writer, writer, Path.of(""), Map.of(), SignalSource.none());
    table(file).row("BUG-1", "3s", "x".repeat(500)).print("");

    assertThat(out.toString()).contains("x".repeat(500)).doesNotContain("\u001b");
  }

  @Test
  void wideLettersTakeTwoColumns() {
    new TextTable(screen(80, "1"), Column.text(""), Column.text("")) //
        .row("日本", "x")
        .row("abcd", "y")
        .print("");

    assertThat(out.toString().lines()).containsExactly("日本  x", "abcd  y");
    assertThat(DisplayText.cut("日本語テキスト", 7)).isEqualTo("日本語…");
  }

  @Test
  void coloursDoNotMoveColumnsAndStrangersControlNothing() {
    new TextTable(screen(80, ""), Column.text(""), Column.text(""))
        .row(new Cell("ok", Style.GOOD), Cell.of("a\u001b[2Jb\nc"))
        .row("longer", "z")
        .print("");

    assertThat(out.toString().lines())
        .containsExactly("\u001b[32mok\u001b[0m      a?[2Jb c", "longer  z");
  }

  @Test
  void aRowWithTooFewCellsIsRefused() {
    TextTable table = table(screen(80, "1"));
    assertThatThrownBy(() -> table.row("BUG-1")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aWrappedColumnGoesOnInTheNextLineAndIsNeverCut() {
    new TextTable(screen(30, "1"), Column.number("N"), Column.wrapped("REASON"))
        .row("1", "the gate failed: npm test ended with exit code 1")
        .row("2", "")
        .print("  ");

    assertThat(out.toString().lines())
        .containsExactly(
            "  N  REASON", "  1  the gate failed: npm test", "     ended with exit code 1", "  2");
  }

  @ParameterizedTest
  @CsvSource({
    "a bb ccc, 4, a bb|ccc",
    "'  indented text', 10, '  indented|text'",
    "unbreakable, 5, unbre|akabl|e",
    "日本語, 3, 日|本|語",
    "'', 5, ''",
    "short, 2147483647, short",
    "one, 0, one",
    "'a  b', 2, a|b",
    "ab cd, 2, ab|cd"
  })
  void textIsBrokenAtSpacesAndWordsOnlyWhereTheyDoNotFit(String text, int columns, String lines) {
    assertThat(DisplayText.wrap(text, columns)).containsExactly(lines.split("\\|", -1));
  }
}
