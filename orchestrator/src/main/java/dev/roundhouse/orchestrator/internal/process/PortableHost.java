package dev.roundhouse.orchestrator.internal.process;

import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The means of any host, from the JDK: a process is known by its number and the instant it started,
 * and its descendants by parent while both run. There are no sessions and no tokens.
 */
final class PortableHost implements Host {
  private static final long FIRST = 1;
  private static final String BOOT = "first process ";

  private final boolean shell;

  /**
   * The start times by handle: asking is expensive, and a handle is equal only to one of the same
   * process.
   */
  private final Map<ProcessHandle, Long> starts = new ConcurrentHashMap<>();

  /** Creates a host with or without a POSIX shell. */
  PortableHost(boolean shell) {
    this.shell = shell;
  }

  /** Tells whether {@code bootId} is one that this kind of host reports. */
  static boolean reports(String bootId) {
    return bootId.startsWith(BOOT);
  }

  /** Returns the start of the first process, which on Unix is that of the machine. */
  @Override
  public String bootId() {
    return BOOT
        + ProcessHandle.of(FIRST)
            .map(PortableHost::start)
            .filter(start -> start != ProcessEntry.UNKNOWN)
            .map(Object::toString)
            .orElse("unknown");
  }

  @Override
  public String pidNamespace() {
    return "host";
  }

  @Override
  public Optional<ProcessEntry> entry(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(this::entry);
  }

  @Override
  public List<ProcessEntry> entries() {
    Set<ProcessHandle> all = ProcessHandle.allProcesses().collect(Collectors.toSet());
    starts.keySet().retainAll(all);
    return all.stream().map(this::entry).toList();
  }

  private ProcessEntry entry(ProcessHandle process) {
    long parent = process.parent().map(ProcessHandle::pid).orElse(0L);
    return new ProcessEntry(process.pid(), parent, ProcessEntry.NO_SESSION, known(process));
  }

  private long known(ProcessHandle process) {
    return starts.computeIfAbsent(process, PortableHost::start);
  }

  private static long start(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(ProcessEntry.UNKNOWN);
  }

  @Override
  public boolean marks() {
    return false;
  }

  @Override
  public boolean carries(long pid, String setting) {
    return false;
  }

  @Override
  public boolean holdsBack() {
    return shell;
  }

  @Override
  public List<String> ownSession() {
    return List.of();
  }

  @Override
  public ReadableByteChannel output(Process process) {
    return Channels.newChannel(process.getInputStream());
  }
}
