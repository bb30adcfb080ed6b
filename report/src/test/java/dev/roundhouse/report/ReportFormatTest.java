package dev.roundhouse.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.roundhouse.core.issue.AttemptId;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.Event;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.testing.HostileTexts;
import dev.roundhouse.core.testing.Patience;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Node;
import org.commonmark.node.Text;
import org.commonmark.parser.Parser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Every form of a report, of a run whose issues say the worst they can, and of a large one. */
class ReportFormatTest {
  private static final int LARGE = 1000; // issues
  private static final int LARGEST = 3_000_000; // bytes of its page
  private static final Pattern TAG = Pattern.compile("<(/?[a-zA-Z][a-zA-Z0-9]*)((?:\\s[^<>]*)?)>");
  private static final Pattern VALUE = Pattern.compile("=\"[^\"]*\"");
  private static final Pattern OBEYED =
      Pattern.compile(
          "[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]");

  private static final Pattern UNTITLED = // what YAML allows in no file
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Cn}]");

  @TempDir Path temporary;

  /** A run with one issue for each text, which says it wherever something can be said. */
  private RunHistory spoken(Map<String, String> texts) throws Exception {
    RecordedRun run = new RecordedRun(temporary.resolve("spoken" + texts.hashCode()));
    int number = 0;
    for (String text : texts.values()) {
      String name = "H-" + ++number;
      String title = text.isBlank() ? "x" : UNTITLED.matcher(text).replaceAll(" ");
      run.issue(name, title.strip().isEmpty() ? "x" : title.strip());
      run.issue(
          "W-" + number, title.strip().isEmpty() ? "x" : title.strip(), "blocked_by: " + name);
      AttemptId attempt = run.work(name, "w1", number, number + 0.5);
      run.add(
          new Event.CorrectionMade(
              new IssueId(name), attempt, text, text, RecordedRun.at(number + 0.6)));
      run.fail(name, attempt, LifecycleStatus.FAILED, text, text, number + 0.7);
    }
    return run.end(100).history();
  }

  private static Map<String, String> harmless() {
    Map<String, String> texts = HostileTexts.all();
    texts.replaceAll((name, text) -> "words");
    return texts;
  }

  @Test
  void noTextAddsAnElementOrAnAttributeToThePage() throws Exception {
    String page = ReportFormat.HTML.render(spoken(HostileTexts.all()));

    List<String> tags = tags(page);
    assertThat(page).contains("alert(1)", "attacker.example");
    assertThat(tags)
        .noneMatch(each -> each.matches("(?i)(img|iframe|base|form|object|embed|link)\\b.*"));
    assertThat(tags.stream().filter(each -> each.startsWith("script"))).hasSize(1);
    assertThat(tags.stream().filter(each -> each.startsWith("style"))).hasSize(1);
    assertThat(tags.stream().filter(each -> each.contains(" on"))).isEmpty();
    assertThat(shape(tags)).isEqualTo(shape(tags(ReportFormat.HTML.render(spoken(harmless())))));
    assertThat(OBEYED.matcher(page).find()).isFalse();
  }

  /** Returns the kinds of elements, each with its attributes; the graph's and the lists' differ. */
  private static Set<String> shape(List<String> tags) {
    return new TreeSet<>(tags);
  }

  private static List<String> tags(String page) {
    String text = page.replaceAll("(?s)(<(style|script)>).*?(</\\2>)", "$1$3");
    return TAG.matcher(text)
        .results()
        .map(each -> each.group(1) + VALUE.matcher(each.group(2)).replaceAll(""))
        .toList();
  }

  @Test
  void everyCharacterThatBeginsATagIsOneOfTheProgram() throws Exception {
    String page = ReportFormat.HTML.render(spoken(HostileTexts.all()));
    String text = page.replaceAll("(?s)(<(style|script)>).*?(</\\2>)", "$1$3");

    Matcher tag = TAG.matcher(text.substring("<!DOCTYPE html>".length()));
    assertThat(tag.replaceAll("")).doesNotContain("<", ">");
  }

  /** What a browser makes of it, where there is one. */
  @Tag("slow")
  @Test
  void aBrowserSeesNoElementThatATextBroughtAlong() throws Exception {
    Path browser = Path.of("/usr/bin/chromium");
    assumeTrue(Files.isExecutable(browser), "there is no chromium");
    Path page = temporary.resolve("hostile.html");
    Files.writeString(page, ReportFormat.HTML.render(spoken(HostileTexts.all())));
    Path dom = temporary.resolve("dom.html");
    Process process =
        new ProcessBuilder(
                browser.toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + temporary.resolve("profile"),
                "--dump-dom",
                page.toUri().toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(dom.toFile())
            .start();
    assertThat(Patience.exitCode(process)).isZero();

    String seen = Files.readString(dom).replaceAll("(?s)(<(style|script)>).*?(</\\2>)", "$1$3");
    assertThat(seen).contains("<title>0 of 120 issues landed on main · Roundhouse</title>");
    assertThat(seen.split("<script", -1)).hasSize(2);
    assertThat(seen).doesNotContainPattern("(?i)<(img|iframe|form|base|object|foreignobject)\\b");
    assertThat(seen).doesNotContainPattern("(?i)<[a-z]+[^<>]* on[a-z]+=");
    assertThat(seen).as("the script of the page ran").contains("<button");
  }

  @Test
  void noTextFormatsLinksOrMentionsAnythingInMarkdown() throws Exception {
    String hostile = ReportFormat.MD.render(spoken(HostileTexts.all()));
    String harmless = ReportFormat.MD.render(spoken(harmless()));

    assertThat(kinds(hostile)).isEqualTo(kinds(harmless));
    String prose = prose(hostile);
    assertThat(prose)
        .doesNotContainPattern("@\\w")
        .doesNotContainPattern("(^|\\W)[#!&%~]\\d")
        .doesNotContainPattern("GH-\\d")
        .doesNotContainPattern("(?i)(https?|ftp):/")
        .doesNotContain("www.");
    assertThat(OBEYED.matcher(hostile).find()).isFalse();
  }

  private static Set<String> kinds(String markdown) {
    Set<String> kinds = new TreeSet<>();
    visit(parsed(markdown), each -> kinds.add(each.getClass().getSimpleName()));
    return kinds;
  }

  /** Returns the text that readers see outside of code, where alone something is made of it. */
  private static String prose(String markdown) {
    StringBuilder prose = new StringBuilder();
    visit(
        parsed(markdown),
        each -> {
          if (each instanceof Text text) {
            prose.append(text.getLiteral()).append('\n');
          }
        });
    return prose.toString();
  }

  private static Node parsed(String markdown) {
    return Parser.builder().extensions(List.of(TablesExtension.create())).build().parse(markdown);
  }

  private static void visit(Node node, Consumer<Node> reader) {
    reader.accept(node);
    for (Node each = node.getFirstChild(); each != null; each = each.getNext()) {
      visit(each, reader);
    }
  }

  @Test
  void junitXmlIsValidAndCountsWhatItLists() throws Exception {
    RunHistory history = spoken(HostileTexts.all());
    String xml = ReportFormat.JUNIT.render(history);

    SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Objects.requireNonNull(getClass().getResource("junit.xsd")))
        .newValidator()
        .validate(new StreamSource(new StringReader(xml)));
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    int texts = HostileTexts.all().size();
    assertThat(count(document, "testcase")).isEqualTo(2 * texts);
    assertThat(count(document, "failure")).isEqualTo(texts);
    assertThat(count(document, "skipped")).isEqualTo(texts);
    Element suite = (Element) document.getElementsByTagName("testsuite").item(0);
    assertThat(suite.getAttribute("tests")).isEqualTo(Integer.toString(2 * texts));
    assertThat(suite.getAttribute("failures")).isEqualTo(Integer.toString(texts));
    assertThat(suite.getAttribute("skipped")).isEqualTo(Integer.toString(texts));
  }

  private static int count(Document document, String element) {
    return document.getElementsByTagName(element).getLength();
  }

  @Test
  void jsonIsWhatTheSchemaSays() throws Exception {
    String json = ReportFormat.JSON.render(spoken(HostileTexts.all()));

    assertThat(schema().validate(json, InputFormat.JSON)).isEmpty();
    JsonNode report = JsonMapper.shared().readTree(json);
    assertThat(report.path("version").asInt()).isEqualTo(1);
    assertThat(report.path("issues")).hasSize(HostileTexts.all().size());
    assertThat(schema().validate("{\"version\":2}", InputFormat.JSON)).isNotEmpty();
  }

  /** A report of the first version, as it was written then, must be readable by the same schema. */
  @Test
  void theSchemaStillDescribesReportsOfBefore() throws Exception {
    String before =
        new String(
            Objects.requireNonNull(getClass().getResourceAsStream("report-1.json")).readAllBytes(),
            StandardCharsets.UTF_8);

    assertThat(schema().validate(before, InputFormat.JSON)).isEmpty();
  }

  private static Schema schema() throws Exception {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(Path.of("../docs/schemas/report.schema.json")));
  }

  private RunHistory large() throws Exception {
    RecordedRun run = new RecordedRun(temporary.resolve("large"));
    String evidence = "FAILED  test/some-test.sh: one is not two\n".repeat(100);
    for (int number = 1; number <= LARGE; number++) {
      String name = "L-" + number;
      String title = "The issue with number " + number + " has a title of usual length";
      run.issue(name, title, number % 3 == 0 ? "blocked_by: L-" + (number - 1) : "type: BUG");
      int at = number * 10;
      AttemptId first = run.work(name, "w" + number % 8, at, at + 6);
      run.judge(name, first, at + 7, at + 9, false);
      run.retry(name, first, LifecycleStatus.REJECTED, "the gate exited with 1", evidence, at + 9);
      AttemptId second = run.work(name, "w" + number % 8, at + 10, at + 16);
      if (number % 2 == 0) {
        run.judge(name, second, at + 18, at + 20, true);
      } else {
        run.fail(name, second, LifecycleStatus.FAILED, "the agent gave up", evidence, at + 20);
      }
    }
    return run.end(20_000).history();
  }

  @Test
  void aReportOfAThousandIssuesIsSmallEnoughToOpenAndToPost() throws Exception {
    RunHistory history = large();

    String page = ReportFormat.HTML.render(history);
    assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(LARGEST);
    assertThat(page).contains("issue-L-1\"", "issue-L-1000\"");
    assertThat(ReportFormat.MD.render(history).length()).as("GitHub's limit").isLessThan(65_536);
    assertThat(schema().validate(ReportFormat.JSON.render(history), InputFormat.JSON)).isEmpty();
    String keep = System.getProperty("report.keep");
    if (keep != null) {
      Files.writeString(Path.of(keep), page);
    }
  }
}
