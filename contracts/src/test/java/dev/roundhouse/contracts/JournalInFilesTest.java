package dev.roundhouse.contracts;

import dev.roundhouse.core.journal.FileJournal;
import dev.roundhouse.core.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The journal in files. */
class JournalInFilesTest extends JournalContract {
  @TempDir Path root;

  @Override
  protected Journal open() throws IOException {
    return FileJournal.open(root.resolve("journal"));
  }
}
