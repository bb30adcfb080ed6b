package dev.roundhouse.web.review;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Comments that were typed between the lines of a diff are found, with the lines they are about.
 */
class ReviewCommentsTest {
  private static final List<String> DIFF =
      """
      diff --git a/src/a.txt b/src/a.txt
      index 1111111..2222222 100644
      --- a/src/a.txt
      +++ b/src/a.txt
      @@ -10,4 +10,4 @@ begin
       ten
      -eleven
      +ELEVEN
       twelve

      diff --git a/b b.bin b/b b.bin
      Binary files a/b b.bin and b/b b.bin differ
      diff --git a/gone b/gone
      deleted file mode 100644
      --- a/gone
      +++ /dev/null
      @@ -1 +0,0 @@
      --- a title
      \\ No newline at end of file
      """
          .lines()
          .map(line -> line.isEmpty() ? " " : line)
          .toList();

  private final ReviewComments comments = new ReviewComments("A-1, attempt 1", DIFF);

  private String typedBelow(String line, String comment) {
    String content = comments.file();
    int at = content.indexOf("> " + line + "\n");
    assertThat(at).as(line).isNotNegative();
    int end = content.indexOf('\n', at) + 1;
    return comments.typed(content.substring(0, end) + comment + content.substring(end));
  }

  @Test
  void whereNothingWasTypedThereAreNoComments() {
    assertThat(comments.typed(comments.file())).isEmpty();
    assertThat(comments.typed(comments.file().replace("\n", "\n\n").replace("> \n", ">\n")))
        .isEmpty();
    assertThat(comments.typed("")).isEmpty();
  }

  @Test
  void aNulIsShownAndAnyEndOfLineMayStandInTheHeadOfAHunk() {
    List<String> diff =
        List.of(
            "diff --git a/a b/a",
            "--- a/a",
            "+++ b/a",
            "@@ -7 +7,2 @@ void f() {\r\u2028",
            "-a\0b",
            "+++ c\0d");
    ReviewComments other = new ReviewComments("A-1", diff);
    String given = other.file();
    String last = "> +++ c\u2400d\n";

    assertThat(given).doesNotContain("\0").endsWith(last);
    assertThat(other.typed(given + "why?\n")).isEqualTo(last + "a:7: why?\n");
  }

  @Test
  void aCommentHasTheLineItIsAbout() {
    assertThat(typedBelow("+ELEVEN", "\nwhy capitals?\nsay so\n\n"))
        .isEqualTo("> +ELEVEN\nsrc/a.txt:11: why capitals?\nsay so\n");
    assertThat(typedBelow("-eleven", "keep this\n"))
        .isEqualTo("> -eleven\nsrc/a.txt:11 (removed): keep this\n");
    assertThat(typedBelow(" twelve", "x\n")).isEqualTo(">  twelve\nsrc/a.txt:12: x\n");
    assertThat(typedBelow("--- a title", "x\n")).contains("\ngone:1 (removed): x\n");
    assertThat(typedBelow("\\ No newline at end of file", "x")).contains("gone:1 (removed): x");
  }

  @Test
  void aCommentOnAFileHasItsPath() {
    assertThat(typedBelow("+++ b/src/a.txt", "x\n")).contains("\nsrc/a.txt: x\n");
    assertThat(typedBelow("Binary files a/b b.bin and b/b b.bin differ", "x\n"))
        .contains("\nb b.bin: x\n");
  }

  @Test
  void whatStandsAboveTheDiffIsAboutAllOfIt() {
    String content = comments.file().replaceFirst("\n\n", "\nFine, but\nshorter.\n\n");

    assertThat(comments.typed(content)).isEqualTo("Fine, but\nshorter.\n");
  }

  @Test
  void severalCommentsKeepTheirOrder() {
    String content =
        comments
            .file()
            .replaceFirst("\n\n", "\nin general\n")
            .replace("> +ELEVEN\n", "> +ELEVEN\none\n")
            .replace("> --- a title\n", "> --- a title\ntwo\n");

    assertThat(comments.typed(content))
        .isEqualTo(
            "in general\n\n> +ELEVEN\nsrc/a.txt:11: one\n\n> --- a title\ngone:1 (removed): two\n");
  }

  @Test
  void aCommentMayLookLikeAGivenLine() {
    assertThat(typedBelow("+ELEVEN", "> quoted by hand\n> +ELEVEN\n"))
        .endsWith("src/a.txt:11: > quoted by hand\n> +ELEVEN\n");
    assertThat(typedBelow(" ten", "# heading\n")).endsWith("src/a.txt:10: # heading\n");
  }

  @Test
  void linesOfTheDiffMayBeDeletedOrChanged() {
    String without =
        comments
            .file()
            .replace(">  ten\n> -eleven\n", "")
            .replace("> +ELEVEN\n", "> +ELEVEN\nstill found\n");
    assertThat(comments.typed(without)).isEqualTo("> +ELEVEN\nsrc/a.txt:11: still found\n");

    String changed = comments.file().replace("> +ELEVEN\n", "> +Eleven\n");
    assertThat(comments.typed(changed)).isEqualTo("> -eleven\nsrc/a.txt:11 (removed): > +Eleven\n");
  }

  @Test
  void windowsLineEndsAndLostSpacesDoNotMakeComments() {
    assertThat(comments.typed(comments.file().replace("\n", "\r\n"))).isEmpty();
    assertThat(comments.typed(comments.file().replace("> \n", ">\n"))).isEmpty();
  }

  @Test
  void theFileOfOtherWorkIsRecognized() {
    assertThat(comments.isOf(comments.file() + "typed\n")).isTrue();
    assertThat(comments.isOf(new ReviewComments("A-1, attempt 2", DIFF).file())).isFalse();
  }

  @Test
  void linesThatWereDeletedLeaveNoComment() {
    String content =
        comments
            .file()
            .lines()
            .filter(line -> !line.startsWith("> --- a/src") && !line.startsWith("> @@ -10"))
            .collect(java.util.stream.Collectors.joining("\n"));

    assertThat(comments.typed(content)).isEmpty();
  }

  @Test
  void whatIsPutIntoTheFileIsReadFromItAgain() {
    List<ReviewComments.Comment> all = List.of();
    all = comments.with(all, new ReviewComments.Comment(7, "> +ELEVEN\n > x\n\n# end"));
    all = comments.with(all, new ReviewComments.Comment(ReviewComments.WHOLE, "> in general"));
    all = comments.with(all, new ReviewComments.Comment(0, "first line"));
    all = comments.with(all, new ReviewComments.Comment(DIFF.size() - 1, "last\nline"));

    assertThat(comments.of(comments.file(all))).isEqualTo(all).hasSize(4);
    assertThat(comments.typed(comments.file(all))).isEqualTo(comments.text(all));
    all = comments.with(all, new ReviewComments.Comment(0, " "));
    assertThat(all).hasSize(3);
  }
}
