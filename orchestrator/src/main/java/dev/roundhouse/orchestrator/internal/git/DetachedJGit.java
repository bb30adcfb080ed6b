package dev.roundhouse.orchestrator.internal.git;

import com.google.common.util.concurrent.Uninterruptibles;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import org.eclipse.jgit.internal.util.ShutdownHook;
import org.eclipse.jgit.util.FS;

/**
 * Has JGit create the threads that it keeps, where JGit belongs to a parent of our class loader. A
 * thread knows for good which classes were at work when it was created; these here would keep their
 * class loader. So JGit is called from a thread of the JDK's, through objects of the JDK's.
 */
final class DetachedJGit {
  private static boolean hooked; // guarded by this class

  private DetachedJGit() {}

  /** Tells whether JGit outlives our class loader. */
  static boolean isNeeded() {
    return FS.class.getClassLoader() != DetachedJGit.class.getClassLoader();
  }

  /** Registers JGit's shutdown hook, as JGit does itself when it first locks a file. */
  static synchronized void registerHook() throws IOException {
    if (!hooked) {
      hooked = true;
      call(
          ShutdownHook.class,
          "values",
          MethodType.methodType(ShutdownHook[].class)); // it is registered at first use
    }
  }

  /** Has JGit begin to learn about the file system of {@code directory}. */
  static void learn(Path directory) throws IOException {
    MethodType type = MethodType.methodType(FS.FileStoreAttributes.class, Path.class);
    call(FS.class, "getFileStoreAttributes", type, directory);
  }

  private static void call(Class<?> jgit, String name, MethodType type, Object... arguments)
      throws IOException {
    ForkJoinPool pool = new ForkJoinPool(1); // whose threads are the JDK's own
    try {
      MethodHandle method = MethodHandles.publicLookup().findStatic(jgit, name, type);
      Callable<?> call =
          MethodHandleProxies.asInterfaceInstance(
              Callable.class, MethodHandles.insertArguments(method, 0, arguments));
      Future<?> done = pool.submit(call);
      Uninterruptibles.getUninterruptibly(done);
    } catch (ReflectiveOperationException | ExecutionException changed) {
      throw new IOException("JGit cannot be set up: " + changed, changed);
    } finally {
      pool.shutdown();
    }
  }
}
