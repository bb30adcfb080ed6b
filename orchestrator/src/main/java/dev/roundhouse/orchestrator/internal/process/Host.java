package dev.roundhouse.orchestrator.internal.process;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the machine we run on can do with processes. Every implementation is safe for use by any
 * number of threads.
 */
interface Host {
  /**
   * The system property that makes this host do with less than it can, for tests: {@code portable}
   * for the JDK's own means, {@code direct} for these and no shell either.
   */
  String PROPERTY = "roundhouse.processes";

  /** The shell that waits for a word to go, then becomes the command. */
  String WAIT = "read -r go && in=$1 && shift && exec \"$@\" <\"$in\" || exit 127";

  /** This host. */
  static Host here() {
    String less = System.getProperty(PROPERTY, "");
    if (!less.isEmpty()) {
      return new PortableHost(!less.equals("direct"));
    }
    String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return name.equals("linux") && Files.isReadable(Path.of("/proc/self/stat"))
        ? new LinuxHost()
        : new PortableHost(!name.startsWith("windows"));
  }

  /** Which start of the machine this is; empty where the host does not tell. */
  String bootId() throws IOException;

  /** In which set of processes numbers count. */
  String pidNamespace() throws IOException;

  /** The process of that number, unless it is gone or only waits to be reaped. */
  Optional<ProcessEntry> entry(long pid);

  /** Every process there is. */
  List<ProcessEntry> entries() throws IOException;

  /**
   * Whether what was started with a token can be found by it, and by its session, wherever it has
   * gone and whoever looks.
   */
  boolean marks();

  /** Whether that process began with {@code setting}, as {@code NAME=value}; false if untold. */
  boolean carries(long pid, String setting);

  /** Whether a command can be held back until it is told to go. */
  boolean holdsBack();

  /** The words, put before a command, that start it in a session of its own; none if none do. */
  List<String> ownSession();

  /** What {@code process} prints. */
  ReadableByteChannel output(Process process) throws IOException;
}
