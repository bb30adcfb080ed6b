package dev.roundhouse.cli.output;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The manual page of a command, from the same words as its help. The format is that of the
 * <em>man</em> macros, as groff_man(7) describes them. Not safe for use by several threads.
 */
public final class ManualPage {
  private final CommandSpec spec;
  private final StringBuilder page = new StringBuilder();

  private ManualPage(CommandSpec spec) {
    this.spec = spec;
  }

  /** Returns the page of the command that {@code spec} describes. */
  public static String of(CommandSpec spec) {
    return new ManualPage(spec).write();
  }

  /** Returns the name of a command's page, such as {@code roundhouse-agents-check}. */
  public static String name(CommandSpec spec) {
    return spec.qualifiedName("-");
  }

  private String write() {
    String name = name(spec);
    heading("TH " + quoted(name.toUpperCase(Locale.ROOT)) + " 1 \"\" Roundhouse \"User Commands\"");
    heading("SH NAME");
    String summary = text(String.join(" ", spec.usageMessage().header())).replaceFirst("\\.$", "");
    line(escaped(name) + " \\- " + escaped(summary));
    heading("SH SYNOPSIS");
    line("\\fB" + escaped(spec.qualifiedName()) + "\\fR" + synopsis());
    description();
    arguments("ARGUMENTS", spec.positionalParameters());
    arguments("OPTIONS", spec.options());
    entries("COMMANDS", commands());
    examples();
    entries("EXIT STATUS", spec.usageMessage().exitCodeList());
    seeAlso();
    return page.toString();
  }

  private String synopsis() {
    String options = spec.options().isEmpty() ? "" : " [\\fIOPTIONS\\fR]";
    String below = spec.subcommands().isEmpty() ? "" : " [\\fICOMMAND\\fR]";
    return options
        + below
        + spec.positionalParameters().stream()
            .map(each -> each.arity().min() == 0 ? " [" + label(each) + "]" : " " + label(each))
            .collect(Collectors.joining());
  }

  private static String label(ArgSpec arg) {
    String more = arg.arity().max() > 1 ? "…" : "";
    return "\\fI" + escaped(arg.paramLabel() + more) + "\\fR";
  }

  private void description() {
    List<String> paragraphs =
        Stream.of(spec.usageMessage().description())
            .flatMap(each -> Arrays.stream(each.split("%n%n", -1)))
            .filter(each -> !each.isBlank())
            .toList();
    if (!paragraphs.isEmpty()) {
      heading("SH DESCRIPTION");
    }
    for (String each : paragraphs) {
      heading("PP");
      line(escaped(text(each)));
    }
  }

  private void arguments(String heading, List<? extends ArgSpec> args) {
    List<? extends ArgSpec> shown = args.stream().filter(each -> !each.hidden()).toList();
    if (!shown.isEmpty()) {
      heading("SH " + heading);
    }
    for (ArgSpec each : shown) {
      heading("TP");
      line(each instanceof OptionSpec option ? name(option) : label(each));
      line(escaped(text(String.join(" ", each.description()))));
    }
  }

  private static String name(OptionSpec option) {
    String names =
        Stream.of(option.names())
            .map(each -> "\\fB" + escaped(each) + "\\fR")
            .collect(Collectors.joining(", "));
    return option.arity().max() == 0 ? names : names + " " + label(option);
  }

  private Map<String, String> commands() {
    return spec.subcommands().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey,
                each -> String.join(" ", each.getValue().getCommandSpec().usageMessage().header()),
                (one, other) -> one,
                LinkedHashMap::new));
  }

  private void entries(String heading, Map<String, String> entries) {
    if (!entries.isEmpty()) {
      heading("SH \"" + heading + "\"");
    }
    entries.forEach(
        (key, meaning) -> {
          heading("TP");
          line("\\fB" + escaped(key) + "\\fR");
          line(escaped(text(meaning)));
        });
  }

  private void examples() {
    String[] examples = spec.usageMessage().footer();
    if (examples.length > 0) {
      heading("SH EXAMPLES");
      heading("nf");
      Stream.of(examples).forEach(each -> line(escaped(each.replace("%%", "%").strip())));
      heading("fi");
    }
  }

  private void seeAlso() {
    Stream<CommandSpec> above = Stream.ofNullable(spec.parent());
    Stream<CommandSpec> below =
        spec.subcommands().values().stream().map(each -> each.getCommandSpec()).distinct();
    String pages =
        Stream.concat(above, below)
            .map(each -> "\\fB" + escaped(name(each)) + "\\fR(1)")
            .collect(Collectors.joining(", "));
    if (!pages.isEmpty()) {
      heading("SH \"SEE ALSO\"");
      line(pages);
    }
  }

  private void heading(String macro) {
    page.append('.').append(macro).append('\n');
  }

  /** Adds a line of text; one that would be taken for a macro is none. */
  private void line(String text) {
    boolean isMacro = text.startsWith(".") || text.startsWith("'");
    page.append(isMacro ? "\\&" : "").append(text).append('\n');
  }

  /** Returns the text of a description: on one line, with picocli's signs read. */
  private static String text(String description) {
    String line = description.replace("%n", " ").replace("%%", "%");
    return line.replaceAll("\\s+", " ").strip();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("…", "...");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
