package dev.roundhouse.cli;

import dev.roundhouse.cli.command.RoundhouseCommand;
import dev.roundhouse.core.text.NearestWord;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line that cannot be understood, in plain words.
 *
 * @param message what is wrong with it
 * @param hint what to type instead
 */
record UsageError(String message, String hint) {
  private static final Set<Class<?>> NUMBERS =
      Set.of(int.class, Integer.class, long.class, Long.class);

  /** Describes {@code wrong}, with the nearest word that is known where there is one. */
  static UsageError of(ParameterException wrong) {
    CommandLine line = wrong.getCommandLine();
    String see = "see '" + line.getCommandSpec().qualifiedName() + " --help'";
    if (wrong instanceof UnmatchedArgumentException unmatched) {
      return unknown(line, unmatched.getUnmatched().get(0), see);
    }
    if (wrong instanceof MissingParameterException missing) {
      return new UsageError(missing(missing.getMissing()), see);
    }
    if (wrong instanceof OverwrittenOptionException twice) {
      return new UsageError(name(twice.getOverwritten()) + " is given twice", see);
    }
    if (wrong instanceof MutuallyExclusiveArgsException) {
      String names = String.valueOf(wrong.getMessage()).replaceFirst("Error: (.*) are mut.*", "$1");
      return new UsageError("choose one of " + names.replaceAll("=[A-Z]+", ""), see);
    }
    ArgSpec option = wrong.getArgSpec();
    String value = wrong.getValue();
    return option == null || value == null
        ? new UsageError(String.valueOf(wrong.getMessage()), see)
        : value(option, value, see);
  }

  private static UsageError unknown(CommandLine line, String word, String see) {
    boolean option = word.startsWith("-") && word.length() > 1;
    Collection<String> known = known(line, option);
    String kind = option ? "option" : known.isEmpty() ? "argument" : "command";
    return new UsageError(
        "unknown " + kind + " '" + word + "'", NearestWord.question(word, known) + see);
  }

  /** Returns the options of {@code line}, or the commands below it. */
  private static Collection<String> known(CommandLine line, boolean options) {
    if (options) {
      return line.getCommandSpec().optionsMap().keySet();
    }
    return line.getParent() == null ? RoundhouseCommand.commands() : line.getSubcommands().keySet();
  }

  private static String missing(List<ArgSpec> missing) {
    Optional<ArgSpec> option = missing.stream().filter(ArgSpec::isOption).findFirst();
    if (option.isPresent() && !option.get().required()) {
      return name(option.get()) + " needs a value: " + option.get().paramLabel();
    }
    String names = missing.stream().map(UsageError::name).collect(Collectors.joining(" and "));
    return names + (missing.size() == 1 ? " is missing" : " are missing");
  }

  private static String name(ArgSpec arg) {
    return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
  }

  private static UsageError value(ArgSpec arg, String value, String see) {
    Class<?> type = arg.typeInfo().isMultiValue() ? arg.auxiliaryTypes()[0] : arg.type();
    String not = ", not '" + value + "'";
    if (type.isEnum()) {
      List<String> words =
          Stream.of(type.getEnumConstants())
              .map(each -> each.toString().toLowerCase(Locale.ROOT))
              .toList();
      return new UsageError(
          name(arg) + " must be one of " + String.join(", ", words) + not,
          NearestWord.question(value, words) + see);
    }
    boolean isNumber = NUMBERS.contains(type);
    String must = isNumber ? " must be a whole number" + not : " is not valid: " + value;
    return new UsageError(name(arg) + must, see);
  }
}
