package dev.roundhouse.orchestrator;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import dev.roundhouse.core.io.LockFile;
import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import dev.roundhouse.orchestrator.agent.Agent;
import dev.roundhouse.orchestrator.agent.AgentEnding;
import dev.roundhouse.orchestrator.agent.AgentMonitor;
import dev.roundhouse.orchestrator.agent.AgentRequest;
import dev.roundhouse.orchestrator.options.Command;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RunReport;
import dev.roundhouse.orchestrator.run.StopSignal;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.File;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A class loader that has run is collected once nobody uses it, provided that JGit is its parent's,
 * and frees no lock of another.
 */
@Tag("slow")
class ClassLoaderTest {
  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"process", "inside", "watch", "context"})
  void aClassLoaderThatHasRunIsCollectedAndFreesNoLockOfAnother(String kind) throws Exception {
    GitFixture git = GitFixture.in(temporary.resolve("project"));
    git.issue("A-1").issue("A-2").commitAll("backlog");
    Path lock = temporary.resolve("lock");
    String agent = git.script("agent", "echo x >\"$ROUNDHOUSE_ISSUE_ID.txt\"\n");

    List<String> said =
        output(Host.class, git, kind, git.root().toString(), agent, lock.toString());

    assertThat(said).containsExactly("landed 2", "collected", "busy");
    assertThat(git.landed("main")).hasSize(2);
  }

  private static List<String> output(Class<?> program, GitFixture git, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder child = ChildJvm.of(program, arguments);
    child.environment().clear();
    child.environment().putAll(git.environment());
    Process process = child.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(Patience.exitCode(process)).as(said).isZero();
    return said.lines().toList();
  }

  /** The embedding program: holds a lock itself, and lets another class loader run. */
  static final class Host {
    private Host() {}

    public static void main(String... arguments) throws Exception {
      Path lock = Path.of(arguments[3]);
      try (LockFile.Held held = new LockFile(lock).tryAcquire().orElseThrow()) {
        WeakReference<ClassLoader> ran = run(arguments);
        System.out.println(isCollected(ran) ? "collected" : "kept");
        Process other = ChildJvm.of(Contender.class, lock.toString()).inheritIO().start();
        other.waitFor();
        Objects.requireNonNull(held);
      }
      System.exit(0);
    }

    private static boolean isCollected(WeakReference<ClassLoader> ran) {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (ran.get() != null && System.nanoTime() < end) {
        System.gc();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
      return ran.get() == null;
    }

    private static WeakReference<ClassLoader> run(String... arguments) throws Exception {
      ClassLoader jgit = loader(ClassLoader.getPlatformClassLoader(), ClassLoaderTest::isOfJGit);
      URLClassLoader ours = loader(jgit, each -> !isOfJGit(each));
      Class<?> work = ours.loadClass(Work.class.getName());
      if (work == Work.class) {
        throw new IllegalStateException("not a class loader of its own");
      }
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(arguments[0].equals("context") ? ours : before);
      work.getMethod("go", String.class, String.class, String.class)
          .invoke(null, arguments[0], arguments[1], arguments[2]);
      thread.setContextClassLoader(before);
      ours.close();
      return new WeakReference<>(ours);
    }
  }

  private static boolean isOfJGit(String path) {
    String name = String.valueOf(Path.of(path).getFileName());
    return name.contains("jgit")
        || name.contains("slf4j")
        || name.contains("JavaEWAH")
        || name.contains("commons-codec");
  }

  private static URLClassLoader loader(ClassLoader parent, Predicate<String> has)
      throws IOException {
    List<URL> classPath = new ArrayList<>();
    String all = Objects.requireNonNull(System.getProperty("java.class.path"));
    for (String each : Splitter.on(File.pathSeparatorChar).split(all)) {
      if (has.test(each)) {
        classPath.add(Path.of(each).toUri().toURL());
      }
    }
    return new URLClassLoader(classPath.toArray(URL[]::new), parent);
  }

  /** Another process that wants the lock. */
  static final class Contender {
    private Contender() {}

    public static void main(String... arguments) throws IOException {
      boolean isFree = new LockFile(Path.of(arguments[0])).tryAcquire().isPresent();
      System.out.println(isFree ? "free" : "busy");
    }
  }

  /** The run, by the classes of a class loader of its own. */
  public static final class Work {
    private Work() {}

    /** Runs to the end. */
    public static void go(String kind, String repository, String agent) throws Exception {
      StopSignal stop = new StopSignal();
      RunOptions.Builder options =
          RunOptions.builder()
              .workers(2)
              .gate(Command.parse("true"))
              .timeout(Duration.ofMinutes(5));
      Orchestrator.Builder builder =
          Orchestrator.at(Path.of(repository)).environment(Map.copyOf(System.getenv())).stop(stop);
      if (kind.equals("inside")) {
        builder.agent(new Inside());
      } else {
        options.agent(Command.parse(agent));
      }
      builder.options(options.build());
      try (StopSignal.ShutdownHook hook = stop.onShutdown(Duration.ofMinutes(1))) {
        Objects.requireNonNull(hook);
        System.out.println("landed " + landed(kind, builder, stop));
      }
    }

    private static long landed(String kind, Orchestrator.Builder builder, StopSignal stop)
        throws Exception {
      if (!kind.equals("watch")) {
        RunReport report = builder.build().run();
        return report.landed();
      }
      builder.listener(
          event -> {
            if (event.toString().contains("watching: waiting")) {
              stop.raise(StopSignal.Level.DRAIN);
            }
          });
      return builder.build().watch().landed();
    }
  }

  /** An agent in the process. */
  private static final class Inside implements Agent {
    @Override
    public String display() {
      return "inside";
    }

    @Override
    public AgentEnding work(AgentRequest request, AgentMonitor monitor) throws IOException {
      Files.writeString(request.worktree().resolve(request.issue() + ".txt"), "x\n");
      return new AgentEnding.Exited(0);
    }
  }
}
