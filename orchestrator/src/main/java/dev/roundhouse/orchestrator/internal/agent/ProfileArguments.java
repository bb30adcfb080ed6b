package dev.roundhouse.orchestrator.internal.agent;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The arguments that make one program run unattended, and the way they go with those of a user.
 * Immutable.
 *
 * <p>A user's words stay as they are and come last; only what they lack is put before them. Words
 * that say by themselves how the program is run unattended are a complete command line: nothing is
 * added to it that would permit more.
 *
 * @param arguments the arguments, in their order; a {@link Role#COMMAND} comes first
 * @param permitting other options by which a user says what the program may do, some with the
 *     beginning of their value after a space
 * @param valued options whose value is the next word, so that the value is not taken for a command
 * @param unfit options, written in the same way, with which the program would not get its prompt,
 *     or would not work on it until it ends
 */
public record ProfileArguments(
    List<Argument> arguments, Set<String> permitting, Set<String> valued, Set<String> unfit) {
  /** The word after which nothing is an option. */
  private static final String END_OF_OPTIONS = "--";

  /** The purposes of arguments. */
  public enum Role {
    /** A command of the program, its first word that is not an option. */
    COMMAND,
    /** Runs the program unattended. */
    MODE,
    /** Makes its output readable. */
    OUTPUT,
    /** Permits everything without asking. */
    PERMISSION,
    /** Turns the program's own sandbox on. */
    SANDBOX,
    /** Turns off a feature that helps only a person. */
    QUIET
  }

  /**
   * One argument.
   *
   * @param role what it is for
   * @param words the words to add; empty if it is never added
   * @param names the spellings by which a user's words may already say it
   */
  public record Argument(Role role, List<String> words, List<String> names) {
    /** Copies the lists. */
    public Argument {
      words = List.copyOf(words);
      names = List.copyOf(names);
    }

    /** Returns an argument of one word, or of an option and its value. */
    static Argument of(Role role, String words, String... otherNames) {
      List<String> split = List.of(words.split(" "));
      List<String> names = new ArrayList<>(List.of(split.get(0)));
      names.addAll(List.of(otherNames));
      return new Argument(role, split, names);
    }

    /** Returns an argument that is never added, but that a user may give. */
    static Argument own(Role role, String... names) {
      return new Argument(role, List.of(), List.of(names));
    }
  }

  /** Copies the collections. */
  public ProfileArguments {
    arguments = List.copyOf(arguments);
    permitting = Set.copyOf(permitting);
    valued = Set.copyOf(valued);
    unfit = Set.copyOf(unfit);
  }

  /** Returns arguments with which a user's go in any way. */
  static ProfileArguments of(Argument... arguments) {
    return new ProfileArguments(List.of(arguments), Set.of(), Set.of(), Set.of());
  }

  /** Returns all arguments, those of the user included. */
  List<String> with(List<String> users) {
    int head = command(users) + 1;
    List<String> all = new ArrayList<>(users.subList(0, head));
    for (Argument each : arguments) {
      boolean isGiven = each.role() == Role.COMMAND ? head > 0 : has(users, each.names());
      if (!isGiven && (each.role() != Role.PERMISSION || !decides(users))) {
        all.addAll(each.words());
      }
    }
    all.addAll(users.subList(head, users.size()));
    return List.copyOf(all);
  }

  /** Returns the same arguments with those of a sandbox in place of what permits everything. */
  ProfileArguments within(List<Argument> sandbox) {
    List<Argument> all = new ArrayList<>(arguments);
    all.removeIf(each -> each.role() == Role.PERMISSION);
    all.addAll(sandbox);
    return new ProfileArguments(all, Set.of(), valued, unfit);
  }

  /**
   * Returns the first of {@code named} that is among {@code users}, also if a value is written
   * directly after the letter of a short option.
   */
  static Optional<String> firstOf(List<String> users, Set<String> named) {
    List<String> split = new ArrayList<>();
    for (String each : users) {
      boolean isAttached = each.matches("(?s)-[A-Za-z].+") && each.charAt(2) != '=';
      split.add(isAttached ? each.substring(0, 2) : each);
      if (isAttached) {
        split.add(each.substring(2));
      }
    }
    return named.stream().sorted().filter(each -> has(split, each)).findFirst();
  }

  /** Tells whether the sentence on permissions holds if the program is run with {@code users}. */
  boolean permitsAll(List<String> users) {
    return arguments.stream()
        .filter(each -> each.role() == Role.PERMISSION || each.role() == Role.SANDBOX)
        .anyMatch(each -> has(with(users), each.names()));
  }

  /** Returns the words of {@code users} with which the profile cannot work, if there are any. */
  Optional<String> objection(List<String> users) {
    Stream<String> unfitting = unfit.stream().filter(each -> has(users, each)).sorted();
    Stream<String> unreadable =
        arguments.stream()
            .filter(each -> each.role() == Role.OUTPUT && each.words().size() == 2)
            .flatMap(each -> others(users, each));
    return Stream.concat(unfitting, unreadable).findFirst();
  }

  /** Returns the option of {@code wanted} with each other value that it is given. */
  private static Stream<String> others(List<String> users, Argument wanted) {
    return values(users, wanted.names()).stream()
        .filter(value -> !value.equals(wanted.words().get(1)))
        .map(value -> (wanted.names().get(0) + " " + value).strip());
  }

  /**
   * Returns the word of a command line that is a command of the program, or a prompt, where the
   * profile has a command of its own; empty if it is the same.
   */
  Optional<String> otherCommand(List<String> users) {
    int at = firstPlain(users);
    return at >= 0 && commands().findAny().isPresent() && command(users) < 0
        ? Optional.of(users.get(at))
        : Optional.empty();
  }

  /**
   * Tells whether words for going on in a session can follow {@code users}: none of {@code unfit}
   * is among them, and neither is a prompt, another command, or the end of options.
   */
  boolean endOpen(List<String> users, Collection<String> unfit) {
    int at = command(users);
    List<String> rest = users.subList(at + 1, users.size());
    boolean hasPlain = commands().findAny().isPresent() && firstPlain(rest) >= 0;
    return !hasPlain && !users.contains(END_OF_OPTIONS) && !has(users, List.copyOf(unfit));
  }

  /** Tells whether {@code users} says by itself what the program may do. */
  private boolean decides(List<String> users) {
    return command(users) >= 0
        || permitting.stream().anyMatch(each -> has(users, each))
        || arguments.stream()
            .filter(each -> each.role() == Role.MODE || each.role() == Role.PERMISSION)
            .anyMatch(each -> has(users, each.names()));
  }

  private static boolean has(List<String> users, String named) {
    int space = named.indexOf(' ');
    if (space < 0) {
      return has(users, List.of(named));
    }
    String option = named.substring(0, space);
    String value = named.substring(space + 1);
    return values(users, List.of(option)).stream().anyMatch(each -> each.startsWith(value));
  }

  private Stream<Argument> commands() {
    return arguments.stream().filter(each -> each.role() == Role.COMMAND);
  }

  /** Returns the index of the profile's command in {@code users}, or -1. */
  private int command(List<String> users) {
    int at = firstPlain(users);
    return at >= 0 && commands().anyMatch(each -> each.names().contains(users.get(at))) ? at : -1;
  }

  /** Returns the index of the first word that is neither an option nor its value, or -1. */
  private int firstPlain(List<String> users) {
    for (int at = 0; at < options(users).size(); at++) {
      if (!users.get(at).startsWith("-")) {
        return at;
      }
      if (valued.contains(users.get(at))) {
        at++;
      }
    }
    return -1;
  }

  private static List<String> options(List<String> users) {
    int end = users.indexOf(END_OF_OPTIONS);
    return end < 0 ? users : users.subList(0, end);
  }

  /** Tells whether an option has one of {@code names}, or such a name with a value in its word. */
  private static boolean has(List<String> users, Collection<String> names) {
    return options(users).stream()
        .anyMatch(word -> names.stream().anyMatch(name -> isNamed(word, name)));
  }

  private static boolean isNamed(String word, String name) {
    return word.equals(name) || word.startsWith(name + "=");
  }

  /**
   * Returns the values of the option called one of {@code names}; empty for one that is missing.
   */
  private static List<String> values(List<String> users, List<String> names) {
    List<String> values = new ArrayList<>();
    List<String> options = options(users);
    for (int at = 0; at < options.size(); at++) {
      String word = options.get(at);
      if (names.contains(word)) {
        values.add(at + 1 < options.size() ? options.get(at + 1) : "");
      } else if (names.stream().anyMatch(name -> word.startsWith(name + "="))) {
        values.add(word.substring(word.indexOf('=') + 1));
      }
    }
    return values;
  }
}
