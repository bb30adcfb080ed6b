package dev.roundhouse.orchestrator.internal.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** The means of Linux: sessions, and the facts in {@code /proc}. */
final class LinuxHost implements Host {
  @Override
  public String bootId() throws IOException {
    return ProcFs.bootId();
  }

  @Override
  public String pidNamespace() throws IOException {
    return ProcFs.pidNamespace();
  }

  @Override
  public Optional<ProcessEntry> entry(long pid) {
    return ProcFs.entry(pid);
  }

  @Override
  public List<ProcessEntry> entries() throws IOException {
    return ProcFs.entries();
  }

  @Override
  public boolean marks() {
    return true;
  }

  @Override
  public boolean carries(long pid, String setting) {
    return ProcFs.carries(pid, setting);
  }

  @Override
  public boolean holdsBack() {
    return true;
  }

  @Override
  public List<String> ownSession() {
    return List.of("setsid");
  }

  /**
   * Returns the pipe of its output, opened via {@code /proc}; see proc(5). The JDK's own stream
   * cannot be closed while a thread waits in it, and a stranger that holds the other end could make
   * that last indefinitely.
   */
  @Override
  public ReadableByteChannel output(Process process) throws IOException {
    Path end = Path.of("/proc", Long.toString(process.pid()), "fd", "1");
    FileChannel pipe = FileChannel.open(end, StandardOpenOption.READ);
    process.getInputStream().close();
    return pipe;
  }
}
