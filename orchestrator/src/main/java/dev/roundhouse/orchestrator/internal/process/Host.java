package dev.roundhouse.orchestrator.internal.process;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The machine's means for processes. Every implementation is safe for use by any number of threads.
 */
interface Host {
  /**
   * The system property that restricts this host's means, for tests: {@code portable} for the JDK's
   * own means, {@code direct} for these and no shell either.
   */
  String PROPERTY = "roundhouse.processes";

  /** The shell script that waits for a word to go, then becomes the command. */
  String WAIT = "read -r go && in=$1 && shift && exec \"$@\" <\"$in\" || exit 127";

  /** Returns this host. */
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

  /** Returns the id of this boot of the machine; empty if the host does not report one. */
  String bootId() throws IOException;

  /** Returns the set of processes in which numbers are unique. */
  String pidNamespace() throws IOException;

  /** Returns the process with that number, unless it is gone or only waits to be reaped. */
  Optional<ProcessEntry> entry(long pid);

  /** Returns every process. */
  List<ProcessEntry> entries() throws IOException;

  /**
   * Tells whether a process started with a token can be found by it, and by its session, wherever
   * it has moved and whoever looks.
   */
  boolean marks();

  /**
   * Tells whether that process began with {@code setting}, as {@code NAME=value}; false if unknown.
   */
  boolean carries(long pid, String setting);

  /** Tells whether a command can be held back until it is released. */
  boolean holdsBack();

  /**
   * Returns the words, put before a command, that start it in its own session; none if there are
   * none.
   */
  List<String> ownSession();

  /** Returns the output of {@code process}. */
  ReadableByteChannel output(Process process) throws IOException;
}
