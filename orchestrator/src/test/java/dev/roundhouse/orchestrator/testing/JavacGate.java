package dev.roundhouse.orchestrator.testing;

import dev.roundhouse.orchestrator.gate.Gate;
import dev.roundhouse.orchestrator.gate.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Compiles {@code src/*.java} with the compiler of this JDK and runs {@code Check.main}: red if
 * either fails. It counts how often and how many at once it is asked, and the first to be asked
 * waits for the second, so that whether gates overlap is no matter of luck. Safe for use by any
 * number of threads.
 */
public final class JavacGate implements Gate {
  private static final JavaCompiler JAVAC = ToolProvider.getSystemJavaCompiler();
  private static final long PATIENCE_SECONDS = 60;

  private final Path scratch;
  private final Set<String> flaked = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private final AtomicInteger running = new AtomicInteger();
  private final AtomicInteger most = new AtomicInteger();
  private final CountDownLatch second;

  /** A gate that writes classes below {@code scratch}; the first waits for {@code together - 1}. */
  public JavacGate(Path scratch, int together) {
    this.scratch = scratch;
    this.second = new CountDownLatch(together);
  }

  @Override
  public String display() {
    return "javac, and Check";
  }

  @Override
  public String key() {
    return "javac and check";
  }

  /** How often it was asked. */
  public int count() {
    return asked.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  /** How many trees it was asked about. */
  public int trees() {
    return asked.size();
  }

  /** How many gates ran at once, at most. */
  public int most() {
    return most.get();
  }

  @Override
  public Verdict judge(Path worktree, Path log, CompletableFuture<Void> interrupted)
      throws IOException, InterruptedException {
    most.accumulateAndGet(running.incrementAndGet(), Math::max);
    try {
      second.countDown();
      second.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      String tree = tree(worktree);
      asked.computeIfAbsent(tree, first -> new AtomicInteger()).incrementAndGet();
      if (isFlaky(worktree, tree)) {
        return new Verdict.Red("the network was away", "");
      }
      return passes(worktree) ? new Verdict.Green() : new Verdict.Red("it does not pass", "javac");
    } finally {
      running.decrementAndGet();
    }
  }

  /** A tree that holds {@code flaky} and is not on the tip yet is red the first time. */
  private boolean isFlaky(Path worktree, String tree) throws IOException {
    return Files.exists(worktree.resolve("src/flaky"))
        && answer(worktree, "ls-tree", "-r", "--name-only", "refs/roundhouse/tip/main", "src/flaky")
            .isEmpty()
        && flaked.add(tree);
  }

  private static String tree(Path worktree) throws IOException {
    return answer(worktree, "rev-parse", "HEAD^{tree}");
  }

  private static String answer(Path worktree, String... words) throws IOException {
    List<String> command =
        Stream.concat(Stream.of("git", "-C", worktree.toString()), Stream.of(words)).toList();
    Process git = new ProcessBuilder(command).start();
    try (var out = git.getInputStream()) {
      return new String(out.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip();
    }
  }

  /** Whether what is in {@code directory} compiles and checks; tells no count. */
  public boolean passes(Path directory) throws IOException {
    Path classes = Files.createTempDirectory(Files.createDirectories(scratch), "classes");
    try (StandardJavaFileManager files = JAVAC.getStandardFileManager(null, null, null);
        Stream<Path> all = Files.list(directory.resolve("src"))) {
      List<Path> sources = all.filter(each -> each.toString().endsWith(".java")).toList();
      boolean compiled =
          JAVAC
              .getTask(
                  Writer.nullWriter(),
                  files,
                  diagnostic -> {},
                  List.of("-proc:none", "-d", classes.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      return compiled && checks(classes);
    }
  }

  private static boolean checks(Path classes) throws IOException {
    URL[] where = {classes.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(where, null)) {
      loader.loadClass("Check").getMethod("main", String[].class).invoke(null, (Object) null);
      return true;
    } catch (InvocationTargetException failed) {
      return false;
    } catch (ReflectiveOperationException missing) {
      throw new UncheckedIOException(new IOException(missing));
    }
  }
}
