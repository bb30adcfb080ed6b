package dev.roundhouse.orchestrator.internal.gate;

import com.google.common.io.ByteStreams;
import com.google.common.io.CountingInputStream;
import dev.roundhouse.orchestrator.gate.TestResults;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads test reports in JUnit's XML, which are as hostile as the tree they come from: document
 * types, entities and anything outside the file are ignored, and only a bounded part of each file,
 * of all files and of each text is read. Unreadable parts are left out, and the results say so.
 * Pure except for reading.
 */
final class JunitReports {
  private static final long LARGEST = 8_000_000;
  private static final long LARGEST_ALL = 64_000_000;

  private JunitReports() {}

  /**
   * Returns the results in the reports that a gate has written.
   *
   * @param globs the patterns of report files, relative to {@code worktree}
   * @param since the start of the gate, by the file system's time
   * @param shown makes a text fit for display
   * @throws IOException if the worktree cannot be read
   */
  static TestResults read(
      Path worktree, List<String> globs, FileTime since, UnaryOperator<String> shown)
      throws IOException {
    ReportFiles files = ReportFiles.in(worktree, globs, since);
    ResultTally tally = new ResultTally(shown);
    XMLInputFactory factory = factory();
    long left = LARGEST_ALL;
    boolean complete = files.isComplete();
    for (Path each : files.found()) {
      CountingInputStream in = open(each, Math.min(LARGEST, left));
      complete &= read(in, factory, tally);
      left -= in.getCount();
    }
    return tally.results(complete);
  }

  private static CountingInputStream open(Path file, long limit) throws IOException {
    InputStream all = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    return new CountingInputStream(ByteStreams.limit(all, limit));
  }

  /** Tells whether the report could be read to its end. */
  private static boolean read(InputStream in, XMLInputFactory factory, ResultTally tally)
      throws IOException {
    try (in) {
      XMLStreamReader reader = factory.createXMLStreamReader(new XmlCharacters(in));
      new JunitReportParser(reader, tally).read();
      reader.close();
      return true;
    } catch (XMLStreamException notToItsEnd) {
      return false;
    }
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("nothing outside the report is read");
        });
    return factory;
  }
}
