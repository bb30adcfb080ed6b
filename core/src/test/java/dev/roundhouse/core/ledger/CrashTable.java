package dev.roundhouse.core.ledger;

import dev.roundhouse.core.testing.Change;
import dev.roundhouse.core.testing.Stopper.When;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a crash at each change of a ledger's files comes to, as a page of the documentation. */
final class CrashTable {
  private static final String HEAD =
      """
      # Crashes inside the ledger: each change to its files and what a crash there means

      This page is written by `CrashTableTest`, and every build compares it with what really happens. The
      test follows one ledger through a short life, with journal files so small that they change every few
      commits. It stops the ledger at each change: right before it, half way through a write, and right
      after it. Then the ledger is opened again.

      After every one of these crashes all acknowledged steps exist, nothing stays locked, readers see
      what the next opening sees, and the ledger goes on.

      - *as it was*: every acknowledged step exists, and no other was under way.
      - *step absent*: nothing of the step under way exists; its success was never acknowledged.
      - *step whole*: all of that step exists, though it was never acknowledged.
      - *tail cut*: a half-written line was cut off, and a copy kept.
      - *staged left*: a staged snapshot remains until the next one is written; staged journal files are
        deleted by the next opening.

      | # | during | change | killed right before | half way | right after |
      |---|---|---|---|---|---|
      """;

  private final List<Row> rows = new ArrayList<>();

  void add(String act, Change change, EnumMap<When, String> fates) {
    rows.add(new Row(act, words(change), fates));
  }

  String page() {
    StringBuilder page = new StringBuilder(HEAD);
    int number = 0;
    for (Row row : rows) {
      number++;
      List<String> cells =
          List.of(
              Integer.toString(number),
              row.act(),
              row.change(),
              row.fates().getOrDefault(When.BEFORE, ""),
              row.fates().getOrDefault(When.HALF, ""),
              row.fates().getOrDefault(When.AFTER, ""));
      page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    return page.toString();
  }

  private static String words(Change change) {
    String name = String.valueOf(change.target().getFileName());
    String done = done(change);
    if (name.endsWith(".staged")) {
      return thing(name.replaceFirst("\\.[^.]*\\.staged$", "")) + ", staged: " + done;
    }
    return thing(name) + ": " + done;
  }

  private static String done(Change change) {
    return Map.of(
            Change.Kind.CREATE, "made",
            Change.Kind.WRITE, "written",
            Change.Kind.TRUNCATE, "cut",
            Change.Kind.FORCE, "forced",
            Change.Kind.RENAME, "named",
            Change.Kind.DELETE, "deleted",
            Change.Kind.FORCE_NAMES, "forced")
        .getOrDefault(change.kind(), "");
  }

  private static String thing(String name) {
    if (name.endsWith(".jsonl")) {
      return "journal file " + Integer.parseInt(name.substring(0, 8));
    }
    if (name.startsWith("torn-")) {
      return "copy of the tail";
    }
    if (name.endsWith(".json")) {
      return "`" + name + "`";
    }
    if (name.equals("journal")) {
      return "names in `journal/`";
    }
    return "names in the " + (name.startsWith("life") ? "ledger's directory" : "directory above");
  }

  private record Row(String act, String change, EnumMap<When, String> fates) {}
}
