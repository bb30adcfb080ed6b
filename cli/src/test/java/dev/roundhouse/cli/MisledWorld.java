package dev.roundhouse.cli;

import dev.roundhouse.core.testing.ChildJvm;
import dev.roundhouse.core.testing.Patience;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A repository of some kind, with a user who is in the middle of something, and beside it a
 * directory, itself a repository, that nobody has any business in.
 */
final class MisledWorld {
  /** What kind of repository it is. */
  enum Kind {
    PLAIN,
    SUBMODULE,
    LINKED,
    BARE_FOLDER,
    BARE_CLONE,
    LINK,
    APART
  }

  static final List<String> ISSUES = List.of("A-1", "B-1", "C-1");

  private final Path root;
  private final Map<String, String> environment = new TreeMap<>();
  private final Path home;
  private final Path beside;
  private final Path tools;
  private final Path checkout;

  private MisledWorld(Path root, Path checkout) throws IOException {
    this.root = root;
    this.home = Files.createDirectories(root.resolve("home"));
    this.beside = root.resolve("beside");
    this.tools = Files.createDirectories(root.resolve("tools"));
    this.checkout = checkout;
    environment.put("PATH", Objects.requireNonNull(System.getenv("PATH")));
    environment.put("HOME", home.toString());
    environment.put("LANG", "C.UTF-8");
    environment.put("GIT_CONFIG_SYSTEM", root.resolve("system.config").toString());
  }

  static MisledWorld make(Path directory, Kind kind, String name) throws Exception {
    Path root = Files.createDirectories(directory).toRealPath();
    MisledWorld world = new MisledWorld(root, root.resolve(name));
    world.configure();
    world.makeTools();
    world.init(world.beside);
    Files.writeString(world.beside.resolve("precious.txt"), "precious\n");
    Files.writeString(world.beside.resolve("tracked.txt"), "edited\n");
    Files.writeString(world.beside.resolve("README.md"), "of the neighbour\n");
    Files.createSymbolicLink(world.beside.resolve("link"), Path.of("precious.txt"));
    Files.createDirectories(world.beside.resolve("empty"));
    MisledWorld built = world.at(world.build(kind, name));
    built.fill(kind);
    return built;
  }

  private MisledWorld at(Path where) throws IOException {
    return new MisledWorld(root, where);
  }

  private void configure() throws IOException {
    Files.writeString(root.resolve("system.config"), "");
    Files.writeString(
        home.resolve(".gitconfig"),
        "[user]\n\tname = Tess Tester\n\temail = tess@example.org\n[init]\n\tdefaultBranch = main\n");
  }

  private void makeTools() throws IOException {
    Path destroy = tools.resolve("destroy");
    Files.writeString(
        destroy, "#!/bin/sh\nrm -rf '" + beside + "'/* '" + beside + "'/.git\nexit 0\n");
    destroy.toFile().setExecutable(true);
    Path hooks = Files.createDirectories(tools.resolve("hooks"));
    for (String each :
        List.of(
            "post-checkout",
            "pre-commit",
            "post-merge",
            "post-index-change",
            "post-commit",
            "reference-transaction",
            "pre-auto-gc",
            "commit-msg",
            "prepare-commit-msg")) {
      Files.copy(destroy, hooks.resolve(each));
      hooks.resolve(each).toFile().setExecutable(true);
    }
    Files.writeString(tools.resolve("attributes"), "* text=auto\n*.bin -diff\n");
    Files.writeString(tools.resolve("filtered"), "*.none filter=x merge=x diff=x\n");
    Files.writeString(tools.resolve("nothing"), "*.nothing\n");
  }

  private void init(Path where) throws Exception {
    Files.createDirectories(where);
    git(where, "init", "-q", "-b", "main");
    Files.writeString(where.resolve("tracked.txt"), "tracked\n");
    git(where, "add", "-A");
    git(where, "commit", "-q", "-m", "begin");
    git(where, "reset", "-q", "--hard", "HEAD");
  }

  private Path build(Kind kind, String name) throws Exception {
    Path plain = root.resolve(name);
    switch (kind) {
      case PLAIN -> init(plain);
      case SUBMODULE -> {
        Path origin = root.resolve("origin");
        init(origin);
        init(plain);
        git(
            plain,
            "-c",
            "protocol.file.allow=always",
            "submodule",
            "-q",
            "add",
            "" + origin,
            "sub");
        git(plain, "commit", "-q", "-m", "sub");
        return plain.resolve("sub");
      }
      case LINKED -> {
        Path main = root.resolve(name + "-main");
        init(main);
        git(main, "switch", "-q", "-c", "other");
        git(main, "worktree", "add", "-q", plain.toString(), "main");
      }
      case BARE_FOLDER -> {
        init(root.resolve("origin"));
        git(
            root,
            "clone",
            "-q",
            "--bare",
            root.resolve("origin") + "",
            plain.resolve(".bare") + "");
        Files.writeString(plain.resolve(".git"), "gitdir: ./.bare\n");
        git(plain, "worktree", "add", "-q", plain.resolve("main").toString(), "main");
        return plain.resolve("main");
      }
      case BARE_CLONE -> {
        init(root.resolve("origin"));
        git(root, "clone", "-q", "--bare", root.resolve("origin") + "", plain + ".git");
        git(root.resolve(name + ".git"), "worktree", "add", "-q", plain.toString(), "main");
      }
      case LINK -> {
        init(root.resolve("real-" + name));
        Files.createSymbolicLink(plain, root.resolve("real-" + name));
      }
      default -> {
        Files.createDirectories(plain);
        git(
            plain,
            "init",
            "-q",
            "-b",
            "main",
            "--separate-git-dir",
            root.resolve(name + ".gitdir") + "");
        init(plain);
      }
    }
    return plain;
  }

  private void fill(Kind kind) throws Exception {
    write(".gitignore", "*.ignored\n");
    write("README.md", "A project.\n");
    write("staged.txt", "before\n");
    write("edited.txt", "before\n");
    write("crlf.txt", "one\r\ntwo\r\n");
    for (String each : ISSUES) {
      write(
          "issues/" + each + ".md", "---\nid: " + each + "\nstatus: open\n---\n\n# " + kind + "\n");
    }
    git(checkout, "add", "-A");
    git(checkout, "commit", "-q", "-m", "a project");
    write("staged.txt", "staged\n");
    write("staged-new.txt", "new\n");
    git(checkout, "add", "staged.txt", "staged-new.txt");
    write("edited.txt", "edited\n");
    write("mine.txt", "untracked\n");
    write("folder/mine.txt", "untracked\n");
    write("mine.ignored", "ignored\n");
    checkout.resolve("mine.ignored").toFile().setExecutable(true);
  }

  void write(String name, String content) throws IOException {
    Path file = checkout.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  Path root() {
    return root;
  }

  Path home() {
    return home;
  }

  Path beside() {
    return beside;
  }

  Path tools() {
    return tools;
  }

  Path checkout() {
    return checkout;
  }

  /** Where the worktrees of the agents go, or one of the places they could. */
  Path slots() {
    return checkout.resolveSibling(checkout.getFileName() + ".roundhouse");
  }

  Path top() throws IOException {
    return checkout.toRealPath();
  }

  Path gitDir() throws Exception {
    return Path.of(git(checkout, "rev-parse", "--path-format=absolute", "--git-dir"));
  }

  Path commonDir() throws Exception {
    return Path.of(git(checkout, "rev-parse", "--path-format=absolute", "--git-common-dir"));
  }

  /** What a shell needs to know to do {@link Mischief}. */
  Map<String, String> names() throws Exception {
    return Map.of(
        "TOP", top().toString(),
        "GITDIR", gitDir().toString(),
        "COMMON", commonDir().toString(),
        "BESIDE", beside.toString(),
        "TOOLS", tools.toString());
  }

  /** Runs git with nothing in its environment that leads elsewhere; its output, stripped. */
  String git(Path directory, String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    Answer answer = run(directory, Map.of(), command);
    if (answer.code() != 0) {
      throw new IllegalStateException(command + ": " + answer.text());
    }
    return answer.text().strip();
  }

  /** What a process ended with, and said. */
  record Answer(int code, String text) {}

  /** Runs a command in the usual environment and {@code more}. */
  Answer run(Path directory, Map<String, String> more, List<String> command)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile(root.getParent(), "output-", ".log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().putAll(more);
    Process process =
        builder
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    try {
      if (!process.waitFor(Patience.SECONDS, TimeUnit.SECONDS)) {
        return new Answer(
            -1, Files.readString(log) + "\n(no end within " + Patience.SECONDS + " seconds)");
      }
      return new Answer(
          process.exitValue(), new String(Files.readAllBytes(log), StandardCharsets.UTF_8));
    } finally {
      process.destroy();
      Files.delete(log);
    }
  }

  /** Types a command line into a program of its own; {@code main} is what is started. */
  Answer type(Class<?> main, Map<String, String> more, List<String> words)
      throws IOException, InterruptedException {
    return run(checkout, more, ChildJvm.command(main, words.toArray(String[]::new)));
  }
}
