package dev.roundhouse.orchestrator.internal.gate;

import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Parses one report from beginning to end, keeping only the counted results. */
final class JunitReportParser {
  private static final int LONGEST = 4_000;

  private final XMLStreamReader reader;
  private final ResultTally tally;
  private String suite = "";
  private String name = "";
  private ResultTally.Kind kind = ResultTally.Kind.PASSED;
  private String message = "";
  private @Nullable StringBuilder text; // set while inside a failure element

  JunitReportParser(XMLStreamReader reader, ResultTally tally) {
    this.reader = reader;
    this.tally = tally;
  }

  void read() throws XMLStreamException {
    StringBuilder detail = new StringBuilder();
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new XMLStreamException("a report has no document type and no entities");
        case XMLStreamConstants.START_ELEMENT -> begin(detail);
        case XMLStreamConstants.END_ELEMENT -> end(detail);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> add();
        default -> {}
      }
    }
  }

  private void begin(StringBuilder detail) {
    switch (reader.getLocalName()) {
      case "testcase" -> {
        suite = attribute("classname");
        name = attribute("name");
        kind = ResultTally.Kind.PASSED;
        message = "";
        detail.setLength(0);
      }
      case "failure" -> wrong(ResultTally.Kind.FAILED, detail);
      case "error" -> wrong(ResultTally.Kind.BROKE, detail);
      case "skipped" -> kind = kind == ResultTally.Kind.PASSED ? ResultTally.Kind.SKIPPED : kind;
      default -> {}
    }
  }

  private void wrong(ResultTally.Kind how, StringBuilder detail) {
    if (kind == ResultTally.Kind.PASSED) {
      kind = how;
      message = attribute("message");
      text = detail;
    }
  }

  private void add() {
    if (text != null && text.length() < LONGEST) {
      int length = Math.min(reader.getTextLength(), LONGEST - text.length());
      text.append(reader.getTextCharacters(), reader.getTextStart(), length);
    }
  }

  private void end(StringBuilder detail) {
    switch (reader.getLocalName()) {
      case "failure", "error" -> text = null;
      case "testcase" -> tally.add(kind, suite, name, message, detail.toString());
      default -> {}
    }
  }

  private String attribute(String called) {
    String value = reader.getAttributeValue(null, called);
    return value == null ? "" : value.substring(0, Math.min(LONGEST, value.length()));
  }
}
