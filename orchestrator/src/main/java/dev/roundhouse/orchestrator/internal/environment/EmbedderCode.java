package dev.roundhouse.orchestrator.internal.environment;

import com.google.common.base.Throwables;
import java.util.Optional;
import java.util.function.Supplier;

/** Calls code of the embedder's, which may throw anything. Pure. */
public final class EmbedderCode {
  private static final System.Logger LOG = System.getLogger(EmbedderCode.class.getName());
  private static final int LONGEST = 500;

  private EmbedderCode() {}

  /** Returns what {@code question} answers; empty if that is null, or an exception is thrown. */
  public static <T> Optional<T> ask(Supplier<T> question) {
    try {
      return Optional.ofNullable(question.get());
    } catch (RuntimeException | LinkageError fault) {
      LOG.log(System.Logger.Level.DEBUG, "code of the embedding program failed", fault);
      return Optional.empty();
    }
  }

  /** Returns the class and the message of {@code fault}, on one line. */
  public static String describe(Throwable fault) {
    String name = fault.getClass().getName();
    String message =
        ask(fault::getMessage).map(each -> each.strip().replaceAll("\\s+", " ")).orElse("");
    String text = message.isEmpty() ? name : name + ": " + message;
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  /** Returns the stack trace of {@code fault}. */
  public static String trace(Throwable fault) {
    return ask(() -> Throwables.getStackTraceAsString(fault)).orElseGet(() -> describe(fault));
  }
}
