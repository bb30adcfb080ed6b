package dev.roundhouse.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One case: what a seed draws, the runs in it, and what must hold behind each. */
final class MisledCase {
  private static final Set<Integer> DOCUMENTED = Set.of(0, 1, 2, 3);
  private static final List<String> NAMES =
      List.of("project", "project", "my project", "it's", "pröjekt", "a\"b", "p$HOME");
  private static final List<String> LOOKS =
      List.of(
          "status",
          "status --json",
          "list",
          "lint",
          "plan",
          "gc --dry-run",
          "doctor",
          "rescue",
          "why A-1",
          "show A-1",
          "log A-1",
          "lint --json",
          "run --dry-run --agent true",
          "plan --json");
  private static final List<String> MINE =
      List.of(
          "staged.txt",
          "staged-new.txt",
          "edited.txt",
          "mine.txt",
          "folder/mine.txt",
          "mine.ignored");

  private final long seed;
  private final MisledWorld.Kind kind;
  private final String name;
  private final List<Mischief> mischief = new ArrayList<>();
  private final Map<String, String> variables;
  private final List<String> looks = new ArrayList<>();
  private final boolean mustLand;
  private final int workers;
  private final boolean commits;
  private final List<String> wrong = new ArrayList<>();
  private final StringBuilder said = new StringBuilder();

  MisledCase(long seed) {
    this.seed = seed;
    Random random = new Random(seed * 7919 + 13);
    this.kind = Mischief.pick(random, List.of(MisledWorld.Kind.values()));
    this.name = Mischief.pick(random, NAMES);
    int deeds = random.nextInt(4) + (random.nextInt(4) == 0 ? 0 : 1);
    for (int i = 0; i < deeds; i++) {
      Mischief drawn = Mischief.draw(random);
      if (!drawn.leadsAgentsAway() || mischief.stream().noneMatch(Mischief::leadsAgentsAway)) {
        mischief.add(drawn);
      }
    }
    mischief.sort(Comparator.comparing(Mischief::leadsAgentsAway)); // what follows would go there
    MisledEnvironment drawn = MisledEnvironment.draw(random, deeds == 0);
    this.variables = drawn.variables();
    this.mustLand =
        !drawn.stops() && mischief.stream().noneMatch(each -> each.stops() || stopsGit(each));
    this.workers = 1 + random.nextInt(2);
    this.commits = random.nextBoolean();
    for (int i = 0; i < 3; i++) {
      looks.add(Mischief.pick(random, LOOKS));
    }
  }

  /**
   * A bare repository says so in its shared configuration, which git leaves out of account in its
   * worktrees until the extension is on.
   */
  private boolean stopsGit(Mischief each) {
    return !each.byAgent()
        && (kind == MisledWorld.Kind.BARE_FOLDER || kind == MisledWorld.Kind.BARE_CLONE)
        && each.shell().contains("extensions.worktreeConfig");
  }

  MisledWorld.Kind kind() {
    return kind;
  }

  /** All that was drawn, for whoever has to find out. */
  @Override
  public String toString() {
    return "-Dmisled.seed="
        + seed
        + ": "
        + kind
        + " in "
        + name
        + ", "
        + workers
        + " workers"
        + (commits ? " that commit" : "")
        + (mustLand ? ", must land" : "")
        + mischief.stream().map(each -> "\n  " + each).collect(Collectors.joining())
        + variables.entrySet().stream().map(each -> "\n  " + each).collect(Collectors.joining());
  }

  /** Runs it below {@code directory}; what was wrong, empty if nothing was. */
  List<String> run(Path directory) throws Exception {
    MisledWorld world = MisledWorld.make(directory.resolve("w"), kind, name);
    Map<String, String> surroundings = new TreeMap<>();
    variables.forEach((key, value) -> surroundings.put(key, placed(world, value)));
    Path logs = Files.createDirectories(directory.resolve("logs"));
    Path agent = MisledAgent.in(world, logs, commits).write(seed, mischief);
    TreeSnapshot beside = TreeSnapshot.of(world.beside());
    Map<String, String> mine = mine(world);
    String staged = staged(world);
    Path commonDir = world.commonDir();
    UserFiles users = UserFiles.of(world);
    Map<String, String> names = shellNames(world);
    for (Mischief each : mischief) {
      if (!each.byAgent()) {
        world.run(world.top(), names, List.of("sh", "-c", each.shell()));
      }
    }
    beside = afterUser(beside, world);
    int code = run(world, surroundings, agent, "5");
    check(world, beside, mine, "the run");
    look(world, surroundings, commonDir);
    check(world, beside, mine, "looking");
    if (mustLand && code != 0) {
      wrong.add("nothing had a right to stop the run, and it ended with " + code);
    }
    users.restore(world);
    Files.createFile(logs.resolve("over"));
    recover(world, agent);
    check(world, beside, mine, "recovery");
    settled(world, staged);
    attempts(world, logs);
    return wrong;
  }

  /** What the user did there is the user's own. */
  private TreeSnapshot afterUser(TreeSnapshot before, MisledWorld world) throws IOException {
    List<String> changed = before.differences(TreeSnapshot.of(world.beside()));
    if (!changed.isEmpty()) {
      throw new IllegalStateException("this test itself changed " + changed);
    }
    return before;
  }

  private static String placed(MisledWorld world, String value) {
    return value
        .replace("$SLOTS", world.slots().toString())
        .replace("$BESIDE", world.beside().toString())
        .replace("$TOOLS", world.tools().toString())
        .replace("$TOP", world.checkout().toString())
        .replace("$HOME", world.home().toString());
  }

  private static Map<String, String> shellNames(MisledWorld world) throws Exception {
    Map<String, String> names = new TreeMap<>(world.names());
    names.put("SLOTS", world.slots().toString());
    return names;
  }

  private int run(MisledWorld world, Map<String, String> surroundings, Path agent, String attempts)
      throws Exception {
    List<String> words =
        List.of(
            "run",
            "--agent",
            MisledAgent.quoted(agent),
            "--workers",
            workers + "",
            "--attempts",
            attempts,
            "--gate",
            "true");
    return said("run", world.type(Main.class, surroundings, words));
  }

  private int said(String what, MisledWorld.Answer answer) {
    said.append("--- ").append(what).append(" (exit ").append(answer.code()).append(")\n");
    said.append(answer.text()).append('\n');
    if (!DOCUMENTED.contains(answer.code())) {
      wrong.add(what + " ended with " + answer.code());
    }
    answer
        .text()
        .lines()
        .filter(line -> line.matches("\\s+at [a-z][\\w.]+\\(.*|Exception in thread .*"))
        .findFirst()
        .ifPresent(line -> wrong.add(what + " printed a stack trace: " + line));
    return answer.code();
  }

  private void look(MisledWorld world, Map<String, String> surroundings, Path commonDir)
      throws Exception {
    Path state = commonDir.resolve("roundhouse");
    TreeSnapshot before = TreeSnapshot.of(world.root(), state::equals);
    said("looking", world.type(ManyCommands.class, surroundings, looks));
    before
        .differences(TreeSnapshot.of(world.root(), state::equals))
        .forEach(each -> wrong.add("looking: " + each));
  }

  private void recover(MisledWorld world, Path agent) throws Exception {
    int code = run(world, Map.of(), agent, "50");
    if (code != 0) {
      said("sync", world.type(Main.class, Map.of(), List.of("sync")));
      code = run(world, Map.of(), agent, "100");
    }
    if (code != 0) {
      wrong.add("once all was undone, run ended with " + code);
    }
  }

  private void check(MisledWorld world, TreeSnapshot beside, Map<String, String> mine, String when)
      throws Exception {
    beside
        .differences(TreeSnapshot.of(world.beside()))
        .forEach(each -> wrong.add(when + ": beside/" + each));
    Map<String, String> now = mine(world);
    mine.forEach(
        (file, content) -> {
          if (!content.equals(now.get(file))) {
            wrong.add(when + ": the user's " + file + " is " + now.get(file));
          }
        });
  }

  private static Map<String, String> mine(MisledWorld world) throws IOException {
    Map<String, String> mine = new TreeMap<>();
    for (String each : MINE) {
      Path file = world.checkout().resolve(each);
      mine.put(
          each,
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              ? Files.isExecutable(file) + " " + Files.readString(file)
              : "gone");
    }
    return mine;
  }

  /** Line ends that a key had git write while it stood are no change, once it is undone. */
  private String staged(MisledWorld world) throws Exception {
    boolean lineEnds = toString().contains("autocrlf") || toString().contains("core.eol");
    return world.git(
        world.checkout(),
        "-c",
        "core.autocrlf=" + lineEnds,
        "status",
        "--porcelain",
        "--untracked-files=all",
        "--ignored");
  }

  /** All landed, once, and is in the user's checkout; nothing else is different there. */
  private void settled(MisledWorld world, String staged) throws Exception {
    List<String> landed =
        world
            .git(
                world.checkout(),
                "log",
                "--first-parent",
                "--format=%(trailers:key=Roundhouse-Issue,valueonly,separator=%x2C)",
                "main")
            .lines()
            .filter(line -> !line.isBlank())
            .sorted()
            .toList();
    if (!landed.equals(MisledWorld.ISSUES)) {
      wrong.add("on main there landed " + landed);
    }
    String now = staged(world);
    if (!now.equals(staged)) {
      wrong.add("git status was\n" + staged + "\nand is\n" + now);
    }
    String fsck = world.git(world.checkout(), "fsck", "--no-dangling");
    if (fsck.contains("error") || fsck.contains("missing")) {
      wrong.add("git fsck: " + fsck);
    }
  }

  /** Whatever an agent had written is behind a ref, or in a directory that was named. */
  private void attempts(MisledWorld world, Path logs) throws Exception {
    Set<String> kept = new TreeSet<>();
    Set<String> words = new TreeSet<>();
    world
        .git(world.checkout(), "rev-list", "--objects", "--all")
        .lines()
        .forEach(line -> kept.add(line.split(" ", 2)[0]));
    if (mischief.stream().anyMatch(each -> each.shell().contains("mv \"$GITDIR\""))) {
      world // whoever takes away the record of its slot leaves no word of what it has committed
          .git(world.checkout(), "cat-file", "--batch-check=%(objectname)", "--batch-all-objects")
          .lines()
          .forEach(kept::add);
    }
    Path worked = logs.resolve("worked");
    for (String token : Files.exists(worked) ? Files.readAllLines(worked) : List.<String>of()) {
      Path probe = logs.resolve("probe");
      Files.writeString(probe, token + "\n");
      String blob = world.git(world.root(), "hash-object", "--no-filters", probe.toString());
      if (!kept.contains(blob)) {
        words.add(token);
      }
    }
    try (Stream<Path> all = Files.walk(world.root())) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        if (file.getFileName().toString().matches("[ABC]-1\\.txt") && isNamed(world, file)) {
          words.remove(Files.readString(file, StandardCharsets.ISO_8859_1).strip());
        }
      }
    }
    words.forEach(each -> wrong.add("nowhere any more: " + each));
  }

  private boolean isNamed(MisledWorld world, Path file) {
    for (Path at = Objects.requireNonNull(file.getParent()); at.startsWith(world.root()); ) {
      boolean byAgent = at.toString().endsWith(".moved");
      if ((byAgent || said.indexOf(at.toString()) >= 0)
          && at.toString().matches(".*\\.(kept-.*|moved)")) {
        return true;
      }
      at = Objects.requireNonNull(at.getParent());
    }
    return false;
  }

  String said() {
    return said.toString();
  }
}
