package dev.roundhouse.core.backlog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** Parses the timestamps that people write into issue files. Pure. */
final class TimestampParser {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern(
          "yyyy-MM-dd[['T'][' ']HH:mm[:ss[.SSSSSSSSS][.SSSSSS][.SSS]][XXX]]", Locale.ROOT);

  private TimestampParser() {}

  /** Parses a date, a date and time, or one with an offset; UTC if there is no offset. */
  static Optional<Instant> parse(String text) {
    try {
      TemporalAccessor parsed =
          FORMAT.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
      if (parsed instanceof OffsetDateTime zoned) {
        return Optional.of(zoned.toInstant());
      }
      return Optional.of(
          parsed instanceof LocalDateTime local
              ? local.toInstant(ZoneOffset.UTC)
              : LocalDate.from(parsed).atStartOfDay().toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException noTime) {
      return Optional.empty();
    }
  }
}
