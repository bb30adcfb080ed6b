package dev.roundhouse.orchestrator.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code roundhouse.yaml} may say, and what is said of what it may not: each value under keys
 * of every kind, and whole documents, wherever the lines are. The answers are in {@code
 * readings.txt}, which {@code -Dreadings.write=true} writes.
 */
class ConfigReadingTest {
  private static final Path RESOURCES = Path.of("src/test/resources/config");
  private static final Path READINGS = RESOURCES.resolve("readings.txt");
  private static final String VISIBLE = "¶⇥↵⌘␀␇";
  private static final String MEANT = "\n\t\r\ufeff\0\007";
  private static final Map<String, Function<RunOptions, Object>> KEYS =
      new TreeMap<>(
          Map.of(
              "agent", RunOptions::agent,
              "workers", RunOptions::workers,
              "p0Alone", options -> options.order().p0Alone(),
              "overlap", options -> options.order().overlap(),
              "only", options -> List.copyOf(new TreeSet<>(options.selection().only())),
              "gate", options -> options.gate().commands(),
              "resources", options -> new TreeMap<>(options.resources().counts()),
              "diskFloor", options -> options.disk().floor(),
              "keepIgnored", options -> options.disk().keepIgnored(),
              "retention", options -> options.disk().retention()));

  @TempDir Path checkout;

  @Test
  void everyTextIsReadAsItIs() throws IOException {
    List<String> readings = new ArrayList<>();
    for (Map.Entry<String, Function<RunOptions, Object>> key : KEYS.entrySet()) {
      for (String each : Files.readAllLines(RESOURCES.resolve("scalars.txt"))) {
        readings.add(reading(key.getKey() + ": " + each, key.getValue()));
      }
    }
    for (String each : Files.readAllLines(RESOURCES.resolve("documents.txt"))) {
      readings.add(reading(each, ConfigReadingTest::digest));
    }
    if (Boolean.getBoolean("readings.write")) {
      Files.write(READINGS, readings);
    }

    assertThat(readings).isEqualTo(Files.readAllLines(READINGS));
  }

  /** The options that are not as usual. */
  private static Object digest(RunOptions options) {
    List<String> usual = parts(RunOptions.defaults());
    return parts(options).stream().filter(each -> !usual.contains(each)).toList();
  }

  private static List<String> parts(RunOptions options) {
    return Stream.of(RunOptions.class.getRecordComponents())
        .map(each -> each.getName() + "=" + value(options, each))
        .toList();
  }

  private static Object value(RunOptions options, RecordComponent part) {
    try {
      return part.getAccessor().invoke(options);
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private String reading(String escaped, Function<RunOptions, Object> shown) throws IOException {
    Path file = checkout.resolve(ConfigFile.NAME);
    Files.writeString(file, swap(escaped, VISIBLE, MEANT) + "\n");
    String answer;
    try {
      answer = "is " + shown.apply(ConfigFile.read(checkout).build());
    } catch (RefusedException refused) {
      answer =
          String.valueOf(refused.getMessage())
              .replace(file.toString(), "FILE")
              .replaceAll("FILE:\\d+:", "FILE:");
    }
    return escaped + " => " + swap(answer, MEANT, VISIBLE);
  }

  private static String swap(String text, String from, String to) {
    String swapped = text;
    for (int i = 0; i < from.length(); i++) {
      swapped = swapped.replace(from.charAt(i), to.charAt(i));
    }
    return swapped;
  }
}
