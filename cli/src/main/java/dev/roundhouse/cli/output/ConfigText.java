package dev.roundhouse.cli.output;

import dev.roundhouse.cli.output.TextTable.Cell;
import dev.roundhouse.cli.output.TextTable.Column;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.config.ConfigReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints the configuration in force. */
public final class ConfigText {
  private final Terminal terminal;

  /** Creates a printer for {@code terminal}. */
  public ConfigText(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * One value and its origin.
   *
   * @param setting the value
   * @param flag the flag that set it; empty if none did
   */
  public record Line(ConfigReference.Setting setting, String flag) {
    private boolean isUsual() {
      return flag.isEmpty() && setting.line() == 0;
    }

    private String from() {
      if (!flag.isEmpty()) {
        return flag;
      }
      return isUsual() ? "default" : ConfigFile.NAME + ":" + setting.line();
    }

    private String value() {
      return setting.value() == null ? setting.key().usual() : setting.text();
    }
  }

  /** Prints {@code lines} as a table; defaults are dimmed. */
  public void print(List<Line> lines) {
    TextTable table =
        new TextTable(terminal, Column.text("KEY"), Column.flexible("VALUE"), Column.text("FROM"));
    for (Line each : lines) {
      String name = each.setting().key().name();
      if (each.isUsual()) {
        table.row(Cell.quiet(name), Cell.quiet(each.value()), Cell.quiet(each.from()));
      } else {
        table.row(name, each.value(), each.from());
      }
    }
    table.print("");
    terminal.out().flush();
  }

  /** Prints what {@code key} is for. */
  public void explain(ConfigReference.Key key) {
    terminal.out().println();
    terminal.out().println(key.meaning());
    terminal.out().println("Default: " + (key.usual().isEmpty() ? "none; required" : key.usual()));
    key.flag().ifPresent(flag -> terminal.out().println("Flag:    " + flag));
    if (!key.example().isEmpty()) {
      terminal.out().println("Example: " + key.name() + ": " + key.example());
    }
    terminal.out().flush();
  }

  /** Returns {@code lines}, whose file is {@code file}, as one JSON object. */
  public static String json(Path file, List<Line> lines) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", file.toString());
    object.put("exists", Files.exists(file));
    object.put("settings", lines.stream().map(ConfigText::object).toList());
    return JsonMapper.builder()
        .enable(SerializationFeature.INDENT_OUTPUT)
        .build()
        .writeValueAsString(object);
  }

  private static Map<String, @Nullable Object> object(Line line) {
    ConfigReference.Setting setting = line.setting();
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    object.put("key", setting.key().name());
    object.put("value", setting.value());
    object.put("from", !line.flag().isEmpty() ? "flag" : line.isUsual() ? "default" : "file");
    object.put("line", setting.line() == 0 ? null : setting.line());
    object.put("flag", setting.key().flag().map(flag -> flag.split(" ", 2)[0]).orElse(null));
    object.put("default", setting.key().usual());
    return object;
  }
}
