package dev.roundhouse.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.issue.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A kind of event has a name in the journal and a meaning in the fold, or it is an error. */
class EventKindsTest {
  private static Stream<Class<?>> kinds(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(type)
        : Arrays.stream(permitted).flatMap(EventKindsTest::kinds);
  }

  private static Set<Class<?>> known() {
    return kinds(Event.class)
        .filter(each -> each != Event.UnknownEvent.class)
        .collect(Collectors.toSet());
  }

  /** A fold without an arm for one of them throws here. */
  @Test
  void everyKindHasAMeaning() {
    List<Event> events = GoldenBaseTest.allEvents();

    LedgerView view = EventFold.apply(LedgerView.EMPTY, events);

    assertThat(events.stream().map(Event::getClass).collect(Collectors.toSet())).isEqualTo(known());
    assertThat(view.hasUnknown()).isFalse();
    assertThat(view.issues()).hasSize(7);
  }

  @Test
  void everyKindHasANameOfItsOwnInTheJournal() throws IOException {
    List<JsonSubTypes.Type> named = List.of(Event.class.getAnnotation(JsonSubTypes.class).value());

    assertThat(named.stream().map(JsonSubTypes.Type::value).collect(Collectors.toSet()))
        .isEqualTo(known());
    assertThat(named.stream().map(JsonSubTypes.Type::name)).doesNotHaveDuplicates();
    assertThat(LedgerFormat.decode(LedgerFormat.encode(GoldenBaseTest.allEvents())))
        .isEqualTo(GoldenBaseTest.allEvents());
  }

  @Test
  void aLandingThatWasReceivedIsRememberedAsLongAsItIsTheLastOne() throws IOException {
    List<Event> events = GoldenBaseTest.allEvents();
    IssueId issue = new IssueId("BUG-1");
    String written = new String(LedgerFormat.encode(events), StandardCharsets.UTF_8);

    LedgerView before = EventFold.apply(LedgerView.EMPTY, GoldenBaseTest.events());
    LedgerView after = EventFold.apply(LedgerView.EMPTY, events);

    assertThat(written)
        .contains("{\"event\":\"landing-received\",\"issue\":\"BUG-1\",\"commit\":\"new1\",");
    assertThat(before.issue(issue)).get().matches(IssueRecord::awaitsReceipt);
    assertThat(after.issue(issue)).get().matches(record -> !record.awaitsReceipt());
    assertThat(after.issue(issue)).get().returns("new1", IssueRecord::receivedCommit);
  }

  @Test
  void theHoldOfARunIsRememberedUntilItIsLifted() {
    RunId run = new RunId("run_0123456789ab");
    Instant now = Instant.parse("2026-01-02T03:04:05Z");
    LedgerView held = EventFold.apply(LedgerView.EMPTY, GoldenBaseTest.allEvents());
    LedgerView lifted = EventFold.apply(held, new Event.RunHeld(run, "", now));
    LedgerView unknown = EventFold.apply(LedgerView.EMPTY, new Event.RunHeld(run, "a reason", now));

    assertThat(held.run(run)).get().returns("main does not pass the gate", RunRecord::hold);
    assertThat(held.run(run)).get().returns("finished", RunRecord::outcome);
    assertThat(lifted.run(run)).get().returns(null, RunRecord::hold);
    assertThat(unknown.runs()).isEmpty();
  }

  @Test
  void aKindOfANewerVersionIsPassedOverAndRemembered() throws IOException {
    String newer =
        "{\"v\":2,\"events\":[{\"event\":\"moon-reached\",\"at\":\"2026-01-02T03:04:05Z\"}]}";

    List<Event> events = LedgerFormat.decode(newer.getBytes(StandardCharsets.UTF_8));
    LedgerView view = EventFold.apply(LedgerView.EMPTY, events);

    assertThat(events)
        .containsExactly(new Event.UnknownEvent(Instant.parse("2026-01-02T03:04:05Z")));
    assertThat(view.hasUnknown()).isTrue();
    assertThat(view.tables()).isSameAs(LedgerView.EMPTY.tables());
  }
}
