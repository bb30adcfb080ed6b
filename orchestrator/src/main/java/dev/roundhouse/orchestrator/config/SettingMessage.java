package dev.roundhouse.orchestrator.config;

import java.util.Locale;

/** Makes the messages about a setting, whether a key or a flag, name it once. Pure. */
public final class SettingMessage {
  private SettingMessage() {}

  /**
   * Returns {@code message} as one about the setting {@code name}, which is named once: a message
   * may begin with the setting's own name, or with "must".
   */
  public static String about(String name, String message) {
    if (message.startsWith("must ")) {
      return name + " " + message;
    }
    String first = message.split(" ", 2)[0];
    String own = name.substring(name.lastIndexOf('.') + 1);
    return letters(first).equals(letters(own))
        ? name + message.substring(first.length())
        : name + ": " + message;
  }

  private static String letters(String name) {
    return name.replace("-", "").toLowerCase(Locale.ROOT);
  }
}
