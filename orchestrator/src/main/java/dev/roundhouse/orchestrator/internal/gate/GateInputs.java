package dev.roundhouse.orchestrator.internal.gate;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.roundhouse.orchestrator.internal.environment.GitConfigEnvironment;
import dev.roundhouse.orchestrator.internal.environment.SlotEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The inputs of a verdict besides the tree and the gate's commands. Immutable.
 *
 * @param environment the gate's environment; if it describes slots, a verdict depends on the slot
 *     as well and is valid only once
 * @param toolchain the printed versions of the tools
 * @param inputs files outside the tree
 */
public record GateInputs(SlotEnvironment environment, List<String> toolchain, List<Path> inputs) {
  private static final String VERSION = "gate 2";

  /** Copies the collections. */
  public GateInputs {
    toolchain = List.copyOf(toolchain);
    inputs = List.copyOf(inputs);
  }

  /**
   * Returns one line that differs if a command, a program's file, a variable, the toolchain or the
   * content of an input differs; credentials in git's variables are left out, as they are new for
   * each job of many build servers and decide who may fetch, not the result. Nothing can be read
   * back from the line.
   *
   * @throws UncheckedIOException if a program or an input cannot be read
   */
  String key(List<GateProgram> programs) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, VERSION);
    hasher.putInt(programs.size());
    programs.forEach(each -> put(hasher, each.program().fingerprint()));
    Map<String, String> variables =
        new TreeMap<>(new GitConfigEnvironment(environment.common()).withoutCredentials());
    hasher.putInt(variables.size());
    variables.forEach(
        (name, value) -> {
          put(hasher, name);
          put(hasher, value);
        });
    hasher.putInt(toolchain.size());
    toolchain.forEach(each -> put(hasher, each));
    hasher.putInt(inputs.size());
    for (Path input : inputs) {
      put(hasher, input.toString());
      put(hasher, content(input));
    }
    return hasher.hash().toString();
  }

  private static void put(Hasher hasher, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }

  private static String content(Path input) {
    try {
      if (!Files.exists(input)) {
        return "absent";
      }
      if (!Files.isRegularFile(input)) {
        throw new IOException("it is not a file");
      }
      return MoreFiles.asByteSource(input).hash(Hashing.sha256()).toString();
    } catch (IOException unreadable) {
      throw new UncheckedIOException("cannot read the gate's input " + input, unreadable);
    }
  }
}
