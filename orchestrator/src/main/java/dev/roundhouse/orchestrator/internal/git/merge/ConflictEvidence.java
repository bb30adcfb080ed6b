package dev.roundhouse.orchestrator.internal.git.merge;

import dev.roundhouse.core.text.Plural;
import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.lib.ObjectId;

/** Describes conflicts in words, with the hunks of both sides. Stateless. */
final class ConflictEvidence {
  private static final int LINES = 200;
  private static final int BYTES = 16 << 10;
  private static final int MOST_NAMES = 60;
  private static final int LARGEST = 1 << 20;

  private final ObjectStore objects;
  private final String ours;
  private final String theirs;

  ConflictEvidence(ObjectStore objects, String ours, String theirs) {
    this.objects = objects;
    this.ours = ours;
    this.theirs = theirs;
  }

  String of(MergeResult.Conflicts conflicts) throws IOException {
    BoundedText text = new BoundedText(LINES, BYTES);
    conflicts.conflicts().stream().limit(MOST_NAMES).forEach(each -> text.line(named(each)));
    int unnamed = conflicts.conflicts().size() - MOST_NAMES;
    if (unnamed > 0) {
      text.line("… and " + Plural.of(unnamed, "more file"));
    }
    if (conflicts.attempt().isPresent()) {
      MergeResult.Attempt attempt = conflicts.attempt().get();
      ConflictMarkers markers = new ConflictMarkers(attempt, ours, theirs);
      for (Conflict each : conflicts.conflicts()) {
        details(each, attempt.tree(), markers, text);
      }
    }
    return text.text();
  }

  private static String named(Conflict conflict) {
    return conflict.path() + ": " + String.join(", ", conflict.kinds());
  }

  private void details(Conflict conflict, ObjectId tree, ConflictMarkers markers, BoundedText text)
      throws IOException {
    text.line("");
    text.line("--- " + conflict.path());
    if (conflict.ours().isEmpty() != conflict.theirs().isEmpty()) {
      oneSided(conflict, text);
      return;
    }
    Optional<ObjectId> file = objects.fileId(tree, conflict.path());
    Optional<byte[]> content = file.isPresent() ? small(file.get(), text) : Optional.empty();
    boolean shown = content.isPresent() && hunks(content.get(), markers, text);
    if (!shown) {
      text.line(
          ours + ": " + stage(conflict.ours()) + "; " + theirs + ": " + stage(conflict.theirs()));
    }
  }

  private static String stage(Optional<Conflict.Stage> stage) {
    return stage.map(each -> "mode " + each.mode() + ", " + each.id().name()).orElse("nothing");
  }

  /** Returns the content if it is text and not large; otherwise adds a remark. */
  private Optional<byte[]> small(ObjectId blob, BoundedText text) throws IOException {
    Optional<byte[]> content = objects.readBlob(blob, LARGEST + 1);
    if (content.isPresent() && content.get().length > LARGEST) {
      text.line("too large to be shown");
      return Optional.empty();
    }
    if (content.isPresent() && RawText.isBinary(content.get())) {
      text.line("binary, " + content.get().length + " bytes");
      return Optional.empty();
    }
    return content;
  }

  /** Adds the text between markers; returns false if there are none. */
  private static boolean hunks(byte[] content, ConflictMarkers markers, BoundedText text) {
    boolean inside = false;
    boolean any = false;
    int number = 0;
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
      number++;
      if (markers.begins(line)) {
        inside = true;
        any = true;
        text.line("line " + number + ":");
      }
      if (inside) {
        text.line(markers.name(line).stripTrailing());
      }
      inside = inside && !markers.ends(line);
    }
    return any;
  }

  /** Describes a path that one side has deleted: the other side's change to it. */
  private void oneSided(Conflict conflict, BoundedText text) throws IOException {
    boolean isOurs = conflict.ours().isPresent();
    String who = isOurs ? ours : theirs;
    text.line(
        (isOurs ? theirs : ours)
            + (conflict.base().isPresent() ? " has removed it" : " has nothing there")
            + "; "
            + who
            + " has "
            + stage(isOurs ? conflict.ours() : conflict.theirs()));
    Optional<byte[]> before = content(conflict.base(), text);
    Optional<byte[]> after = content(isOurs ? conflict.ours() : conflict.theirs(), text);
    if (before.isPresent() && after.isPresent()) {
      text.line("what " + who + " changed:");
      difference(before.get(), after.get()).lines().forEach(text::line);
    }
  }

  private Optional<byte[]> content(Optional<Conflict.Stage> stage, BoundedText text)
      throws IOException {
    return stage.isPresent() && stage.get().isFile()
        ? small(stage.get().id(), text)
        : Optional.empty();
  }

  private static String difference(byte[] before, byte[] after) throws IOException {
    RawText one = new RawText(before);
    RawText other = new RawText(after);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.format(new HistogramDiff().diff(RawTextComparator.DEFAULT, one, other), one, other);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
