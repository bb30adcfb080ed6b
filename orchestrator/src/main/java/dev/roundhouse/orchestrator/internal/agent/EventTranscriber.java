package dev.roundhouse.orchestrator.internal.agent;

import tools.jackson.databind.JsonNode;

/** Renders the events of one JSON format for people. */
interface EventTranscriber {
  /**
   * Shows {@code event}, a JSON object, unless it is of no interest for people.
   *
   * @return false if the event is not understood, so that it is better shown as it is
   */
  boolean show(JsonNode event, TranscriptBuilder transcript);
}
