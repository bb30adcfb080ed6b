package dev.roundhouse.orchestrator.internal.git.merge;

import dev.roundhouse.orchestrator.internal.git.ObjectStore;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.testing.GitFixture;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * CPU time of a merge, its commit and the compare-and-swap of a ref, beside {@code git merge-tree},
 * {@code commit-tree} and {@code update-ref} on the same commits. Medians, after as many merges
 * that are not counted. The argument is a directory to work in.
 */
final class MergeBenchmark {
  private static final int MERGES = 100;
  private static final int BATCH = 25;
  private static final double MILLIS_PER_TICK = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final PersonIdent WHO =
      new PersonIdent("Tess", "t@example.org", Instant.ofEpochSecond(2_000_000), ZoneOffset.UTC);

  private final Path root;
  private final List<ObjectId> works = new ArrayList<>();
  private ObjectId tip = ObjectId.zeroId();

  private MergeBenchmark(Path root) {
    this.root = root;
  }

  /** Measures and prints. */
  public static void main(String... args) throws Exception {
    for (int files : new int[] {50, 3_000, 50_000}) {
      Path place = Files.createTempDirectory(Path.of(args[0]), "merge");
      GitFixture git = GitFixture.in(place.resolve("project"));
      MergeBenchmark benchmark = new MergeBenchmark(git.root());
      benchmark.fill(files);
      double ours = benchmark.ours();
      double gits = benchmark.gits();
      System.out.printf(
          Locale.ROOT,
          "%6d files: ours %.2f ms, git %.2f ms of CPU; %.2f%n",
          files,
          ours,
          gits,
          ours / gits);
    }
  }

  /** A tip, and pieces of work that each change two files and add one; none is packed. */
  private void fill(int files) throws IOException {
    RandomTree tree = new RandomTree();
    for (int i = 0; i < files; i++) {
      tree.put(path(i), new RandomTree.Node(FileMode.REGULAR_FILE, "file " + i + "\n"));
    }
    ObjectId filled;
    try (FileRepository jgit = new FileRepository(root.resolve(".git").toFile());
        ObjectInserter inserter = jgit.getObjectDatabase().newPackInserter()) {
      filled = tree.write(inserter);
      inserter.flush();
    }
    try (Repository repository = Repository.open(root)) {
      ObjectStore objects = repository.objects();
      ObjectId base = objects.commit(filled, List.of(), WHO, WHO, "base\n");
      for (int i = 0; i < 2 * MERGES; i++) {
        Map<String, Optional<byte[]>> changes = new HashMap<>();
        for (String path : List.of(path(i % files), path((i * 31 + 7) % files), path(i) + ".new")) {
          changes.put(path, content("changed by " + i));
        }
        ObjectId work = objects.writeTreeWith(filled, changes);
        works.add(objects.commit(work, List.of(base), WHO, WHO, "work\n"));
      }
      ObjectId landed =
          objects.writeTreeWith(filled, Map.of("README.md", content("landed before")));
      tip = objects.commit(landed, List.of(base), WHO, WHO, "tip\n");
    }
  }

  private static Optional<byte[]> content(String line) {
    return Optional.of((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static String path(int number) {
    return "src/d" + number / 400 + "/e" + number / 20 % 20 + "/f" + number;
  }

  private double ours() throws Exception {
    try (Repository repository = Repository.open(root)) {
      Merger merger = new Merger(repository);
      repository.refs().update("refs/ours", null, tip, "begin");
      List<Double> millis = new ArrayList<>();
      ObjectId at = tip;
      for (ObjectId work : works) {
        long before = THREADS.getCurrentThreadCpuTime();
        at = land(repository, merger, at, work);
        millis.add((THREADS.getCurrentThreadCpuTime() - before) / 1e6);
      }
      return median(millis.subList(MERGES, 2 * MERGES));
    }
  }

  /** Always on the same tip, so that every piece of work goes together with it. */
  private ObjectId land(Repository repository, Merger merger, ObjectId at, ObjectId work)
      throws Exception {
    MergeResult result =
        merger.merge(
            tip,
            work,
            ours -> {
              throw new IOException("git was needed for " + work);
            });
    ObjectId tree = ((MergeResult.Clean) result).tree();
    ObjectId commit = repository.objects().commit(tree, List.of(tip, work), WHO, WHO, "landed\n");
    if (!repository.refs().update("refs/ours", at, commit, "landed")) {
      throw new IOException("somebody else is at work");
    }
    return commit;
  }

  private double gits() throws Exception {
    String at = tip.name();
    git("update-ref", "refs/gits", at);
    List<Double> millis = new ArrayList<>();
    long before = ticks();
    for (int i = 0; i < MERGES; i++) {
      String work = works.get(i).name();
      String tree = git("merge-tree", "--write-tree", tip.name(), work);
      String commit = git("commit-tree", tree, "-p", tip.name(), "-p", work, "-m", "landed");
      git("update-ref", "refs/gits", commit, at);
      at = commit;
      if (i % BATCH == BATCH - 1) {
        millis.add((ticks() - before) * MILLIS_PER_TICK / BATCH);
        before = ticks();
      }
    }
    return median(millis);
  }

  private String git(String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git", "-c", "core.fsync=committed"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).directory(root.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
    return out.strip();
  }

  /** What the children that have ended have used, in the kernel and out of it. */
  private static long ticks() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    List<String> fields = List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    return Long.parseLong(fields.get(13)) + Long.parseLong(fields.get(14));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
