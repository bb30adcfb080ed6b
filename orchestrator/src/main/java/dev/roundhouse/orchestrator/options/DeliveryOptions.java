package dev.roundhouse.orchestrator.options;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The form in which finished work is handed over, and the notifications. Immutable.
 *
 * @param style the style of its commit
 * @param message the template of the commit's message, a path relative to the checkout; empty for
 *     the usual one
 * @param branches whether work is put on branches {@code roundhouse/<issue>} instead of landing
 * @param push the remote these branches are pushed to; empty for none
 * @param newFiles the number of files one issue may add without approval, 1 to 1,000,000
 * @param review whether a person reads every change before it lands
 * @param notifications the commands and webhooks that are notified
 */
public record DeliveryOptions(
    LandingStyle style,
    Optional<String> message,
    boolean branches,
    Optional<String> push,
    int newFiles,
    Review review,
    List<Notification> notifications) {
  /** The largest allowed number of new files. */
  public static final int MAX_NEW_FILES = 1_000_000;

  /** The default of {@link #newFiles}. */
  public static final int USUAL_NEW_FILES = 2_000;

  private static final Pattern VARIABLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");

  /** The defaults: merge commits with the usual message, on the target. */
  public static final DeliveryOptions DEFAULT =
      new DeliveryOptions(
          LandingStyle.MERGE,
          Optional.empty(),
          false,
          Optional.empty(),
          USUAL_NEW_FILES,
          Review.OFF,
          List.of());

  /** The ways to decide whether work with a green gate lands. */
  public enum Review {
    /** It lands without a decision. */
    OFF,
    /** A person decides: all finished work waits for approval. */
    REQUIRED;

    /**
     * Returns the value with that word.
     *
     * @throws IllegalArgumentException if there is none; the message names the known ones
     */
    public static Review of(String word) {
      return OptionValues.choice(Review.class, "review", word);
    }
  }

  /**
   * Checks that only branches are pushed, and the range.
   *
   * @throws IllegalArgumentException if something else would be, or a number is out of range
   */
  public DeliveryOptions {
    notifications = List.copyOf(notifications);
    OptionValues.within("newFiles", newFiles, MAX_NEW_FILES);
    if (push.isPresent() && !branches) {
      throw new IllegalArgumentException(
          "only branches are pushed; push the target yourself, or set 'branches: true'");
    }
  }

  /** Returns the reason why finished work waits for approval, on one line; empty if it lands. */
  public Optional<String> approvalReason() {
    return review == Review.REQUIRED ? Optional.of("review is required") : Optional.empty();
  }

  /** Returns the same form in another style. */
  public DeliveryOptions in(LandingStyle other) {
    return new DeliveryOptions(other, message, branches, push, newFiles, review, notifications);
  }

  /** Returns the same form with the message of another template. */
  public DeliveryOptions saying(String template) {
    return new DeliveryOptions(
        style, Optional.of(template), branches, push, newFiles, review, notifications);
  }

  /** Returns the same form with work put on branches, pushed if a remote is named. */
  public DeliveryOptions onBranches(Optional<String> remote) {
    return new DeliveryOptions(style, message, true, remote, newFiles, review, notifications);
  }

  /** Returns the same options with {@code count} new files allowed without approval. */
  public DeliveryOptions withNewFiles(int count) {
    return new DeliveryOptions(style, message, branches, push, count, review, notifications);
  }

  /** Returns the same options with that review. */
  public DeliveryOptions reviewed(Review chosen) {
    return new DeliveryOptions(style, message, branches, push, newFiles, chosen, notifications);
  }

  /** Returns the same options with these notifications. */
  public DeliveryOptions notifying(List<Notification> chosen) {
    return new DeliveryOptions(style, message, branches, push, newFiles, review, chosen);
  }

  /** Returns the names of the variables that notifications take addresses and headers from. */
  public Set<String> secretVariables() {
    return notifications.stream()
        .flatMap(each -> Stream.concat(each.webhook().stream(), each.headers().values().stream()))
        .flatMap(each -> VARIABLE.matcher(each).results())
        .map(each -> each.group(1))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What a person may want to be notified of. */
  public enum Occasion {
    /** Something goes no further without a person. */
    NEEDS_PERSON,
    /** A change has landed, or was left on a branch. */
    LANDED,
    /** An issue was given up. */
    FAILED,
    /** A run is over. */
    FINISHED;

    /**
     * Returns the value with that word.
     *
     * @throws IllegalArgumentException if there is none; the message names the known ones
     */
    public static Occasion of(String word) {
      return OptionValues.choice(Occasion.class, "on", word);
    }
  }

  /**
   * A command that is run, or an address that is called, when something happens. Its text form has
   * no secrets. Immutable.
   *
   * @param command the command; empty if there is an address
   * @param webhook the address, or {@code $NAME} for the environment variable that has it; empty if
   *     there is a command
   * @param headers the headers of a call, in whose values {@code $NAME} stands for an environment
   *     variable
   * @param on what it is notified of
   * @param timeout the time limit of the command, or of one call
   */
  public record Notification(
      Optional<Command> command,
      Optional<String> webhook,
      Map<String, String> headers,
      Set<Occasion> on,
      Duration timeout) {
    /** The default of {@link #on}. */
    public static final Set<Occasion> USUAL =
        Set.copyOf(EnumSet.of(Occasion.NEEDS_PERSON, Occasion.FINISHED));

    /** The default of {@link #timeout}. */
    public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

    /**
     * Copies the collections and checks that there is one recipient.
     *
     * @throws IllegalArgumentException if there is none or are two, or a value is out of range
     */
    public Notification {
      headers = Map.copyOf(headers);
      on = Set.copyOf(on);
      OptionValues.timeLimit("timeout", timeout);
      if (command.isPresent() == webhook.isPresent()) {
        throw new IllegalArgumentException("a notification needs either 'command' or 'webhook'");
      }
      if (command.isPresent() && !headers.isEmpty()) {
        throw new IllegalArgumentException("'headers' belong to a 'webhook'");
      }
    }

    /** Returns the command or the address for people, without what may be secret in an address. */
    public String display() {
      return command.map(Command::display).orElseGet(() -> shownAddress(webhook.orElseThrow()));
    }

    /** Returns {@code address} up to the name of the host; what follows may be secret. */
    public static String shownAddress(String address) {
      if (address.startsWith("$")) {
        return address;
      }
      String shown = address.replaceFirst("^\\s*(https?://)([^/?#]*@)?([^/?#@]*).*$", "$1$3/…");
      return shown.equals(address) ? "[redacted]" : shown;
    }

    @Override
    public String toString() {
      return "Notification["
          + display()
          + ", headers="
          + new TreeSet<>(headers.keySet())
          + ", on="
          + new TreeSet<>(on)
          + "]";
    }
  }
}
