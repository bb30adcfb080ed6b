package dev.roundhouse.orchestrator.internal.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.roundhouse.core.testing.Patience;
import java.io.BufferedReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Processes are followed although a look fails, in whatever way. */
class DescendantPollerTest {
  private final Host here = Host.here();
  private final AtomicInteger looks = new AtomicInteger();

  /** Returns this host, whose first list of processes ends in {@code fault}. */
  private Host failingOnce(Throwable fault) {
    return (Host)
        Proxy.newProxyInstance(
            Host.class.getClassLoader(),
            new Class<?>[] {Host.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("entries") && looks.getAndIncrement() == 0) {
                throw fault;
              }
              try {
                return method.invoke(here, arguments);
              } catch (InvocationTargetException failed) {
                throw failed.getCause();
              }
            });
  }

  @ParameterizedTest
  @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class})
  void aGrandchildIsFoundAfterALookThatFailed(Class<? extends Throwable> fault) throws Exception {
    Process child =
        new ProcessBuilder("sh", "-c", "sleep 300 & echo $!; wait")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = child.inputReader()) {
      ProcessEntry grandchild = entry(Long.parseLong(out.readLine()));
      Host host = failingOnce(fault.getConstructor().newInstance());
      DescendantPoller poller = new DescendantPoller(host);
      Descendants lost = new Descendants(host, entry(child.pid()));
      poller.watch(lost);
      Patience.await().until(() -> looks.get() > 0);

      Descendants kin = new Descendants(host, entry(child.pid()));
      Patience.await()
          .until(
              () -> {
                poller.watch(kin);
                return kin.isKnown(grandchild);
              });

      assertThat(lost.isKnown(grandchild)).isTrue();
      poller.leave(kin);
      poller.leave(lost);
    } finally {
      child.descendants().forEach(ProcessHandle::destroyForcibly);
      child.destroyForcibly();
    }
  }

  private ProcessEntry entry(long pid) {
    Optional<ProcessEntry> found = here.entry(pid);
    assertThat(found).isPresent();
    return found.get();
  }
}
