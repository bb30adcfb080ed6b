package dev.roundhouse.core.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Programs on the classes of this JVM, in a JVM of their own that can be killed or halted. */
public final class ChildJvm {
  private static final List<String> BEGINS_FAST =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

  private ChildJvm() {}

  /** Returns the words that start {@code program} with {@code arguments}. */
  public static List<String> command(Class<?> program, String... arguments) {
    return command(List.of(), program, arguments);
  }

  /** Returns the words that start {@code program} on a JVM with {@code options}. */
  public static List<String> command(List<String> options, Class<?> program, String... arguments) {
    String classPath = Objects.requireNonNull(System.getProperty("java.class.path"));
    return command(options, classPath, program, arguments);
  }

  /** The same with classes from elsewhere. */
  public static List<String> command(
      List<String> options, String classPath, Class<?> program, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(BEGINS_FAST);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, program.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Prepares to start {@code program}; what it says of errors, the test says. */
  public static ProcessBuilder of(Class<?> program, String... arguments) {
    return new ProcessBuilder(command(program, arguments))
        .redirectError(ProcessBuilder.Redirect.INHERIT);
  }
}
