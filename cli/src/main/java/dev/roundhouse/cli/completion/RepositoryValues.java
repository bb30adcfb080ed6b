package dev.roundhouse.cli.completion;

import dev.roundhouse.cli.completion.Completion.Candidate;
import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.core.issue.IssueId;
import dev.roundhouse.core.ledger.IssueRecord;
import dev.roundhouse.core.ledger.Lifecycle;
import dev.roundhouse.core.ledger.LifecycleStatus;
import dev.roundhouse.core.ledger.RunRecord;
import dev.roundhouse.orchestrator.Orchestrator;
import dev.roundhouse.orchestrator.config.ConfigFile;
import dev.roundhouse.orchestrator.config.ConfigReference;
import dev.roundhouse.orchestrator.options.LandingStyle;
import dev.roundhouse.orchestrator.options.OverlapMode;
import dev.roundhouse.orchestrator.options.RunOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.schedule.IssueStanding;
import dev.roundhouse.orchestrator.schedule.Readiness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The values of the repository that a command line is about; reads only what it is asked for. */
final class RepositoryValues implements Completion.Source {
  private static final String YAML = ".yaml";
  private static final int PRIORITIES = 10;

  private final Terminal terminal;
  private final PartialCommandLine line;

  RepositoryValues(Terminal terminal, PartialCommandLine line) {
    this.terminal = terminal;
    this.line = line;
  }

  @Override
  public List<Candidate> values(CompletionKind kind) {
    try {
      return read(kind);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (RefusedException refused) {
      return List.of(); // such as no backlog: nothing to offer
    }
  }

  private List<Candidate> read(CompletionKind kind) throws IOException, RefusedException {
    return switch (kind) {
      case CONFIG_KEY ->
          ConfigReference.keys().stream()
              .map(each -> new Candidate(each.name(), each.meaning()))
              .toList();
      case PRIORITY ->
          IntStream.range(0, PRIORITIES).mapToObj(level -> new Candidate("P" + level, "")).toList();
      case AGENT ->
          Orchestrator.at(directory())
              .environment(terminal.environment())
              .build()
              .agents()
              .all()
              .stream()
              .map(each -> new Candidate(each.name(), each.description()))
              .toList();
      case BRANCH -> plain(repository().projectSetup().branches());
      case REMOTE -> plain(repository().projectSetup().remotes());
      case SPRINT -> sprints(directory().resolve("sprints"));
      case STYLE -> words(LandingStyle.values());
      case OVERLAP -> words(OverlapMode.values());
      case TYPE -> plain(types(issues()));
      case LABEL -> plain(labels(issues()));
      case ATTEMPT -> attempts();
      case RUN -> runs();
      case EPIC -> epics(issues());
      case UNDECIDED ->
          orchestrator().status().decisions(terminal.clock().instant()).stream()
              .filter(each -> each.issue().isPresent())
              .map(each -> new Candidate(each.subject(), each.title()))
              .toList();
      default ->
          issues().stream()
              .filter(each -> fits(kind, each))
              .map(RepositoryValues::candidate)
              .toList();
    };
  }

  private static Candidate candidate(IssueStanding standing) {
    return new Candidate(standing.issue().id().value(), standing.issue().title());
  }

  private static List<Candidate> words(Enum<?>... values) {
    return Stream.of(values)
        .map(each -> new Candidate(each.name().toLowerCase(Locale.ROOT), ""))
        .toList();
  }

  private static List<Candidate> plain(Collection<String> words) {
    return words.stream().map(each -> new Candidate(each, "")).toList();
  }

  /** Tells whether a command whose argument is of {@code kind} can do something with an issue. */
  static boolean fits(CompletionKind kind, IssueStanding standing) {
    LifecycleStatus status =
        standing.record().map(IssueRecord::status).orElse(LifecycleStatus.OPEN);
    boolean isOver = standing.readiness() == Readiness.SETTLED;
    return switch (kind) {
      case RETRYABLE -> !status.isActive() && Lifecycle.allows(status, LifecycleStatus.OPEN);
      case CANCELLABLE -> !isOver && Lifecycle.allows(status, LifecycleStatus.CANCELLED);
      case SKIPPABLE -> !isOver && Lifecycle.allows(status, LifecycleStatus.SKIPPED);
      case HOLDABLE -> !isOver && Lifecycle.allows(status, LifecycleStatus.AWAITING_APPROVAL);
      case WAITING -> !isOver && Lifecycle.allows(status, LifecycleStatus.CLAIMED);
      case AWAITING -> status == LifecycleStatus.AWAITING_APPROVAL;
      case ONE_SHOT -> !isOver && standing.isOneShot();
      case TRIED -> standing.attempts() > 0;
      default -> true;
    };
  }

  private static List<Candidate> epics(List<IssueStanding> issues) {
    Set<IssueId> parents =
        issues.stream().flatMap(each -> each.issue().parent().stream()).collect(Collectors.toSet());
    return issues.stream()
        .filter(each -> parents.contains(each.issue().id()))
        .map(RepositoryValues::candidate)
        .toList();
  }

  private static Set<String> types(List<IssueStanding> issues) {
    return issues.stream()
        .map(each -> each.issue().type().name())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> labels(List<IssueStanding> issues) {
    return issues.stream()
        .flatMap(each -> each.issue().labels().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Returns the attempts at the issue that the line names. */
  private List<Candidate> attempts() throws IOException, RefusedException {
    return issues().stream()
        .filter(each -> line.arguments().contains(each.issue().id().value()))
        .flatMap(each -> each.record().stream())
        .flatMap(record -> record.history().stream())
        .map(each -> new Candidate(Integer.toString(each.number()), each.outcome()))
        .toList();
  }

  /** Returns the runs, the last one first. */
  private List<Candidate> runs() throws IOException, RefusedException {
    return orchestrator().status().view().runs().stream()
        .sorted(Comparator.comparing(RunRecord::startedAt).reversed())
        .map(each -> new Candidate(each.id().value(), each.outcome()))
        .toList();
  }

  private static List<Candidate> sprints(Path directory) throws IOException {
    List<Candidate> names = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + YAML)) {
        for (Path each : files) {
          String name = each.getFileName().toString();
          names.add(new Candidate(name.substring(0, name.length() - YAML.length()), ""));
        }
      }
    }
    return names;
  }

  private List<IssueStanding> issues() throws IOException, RefusedException {
    return List.copyOf(orchestrator().status().plan().standings());
  }

  private Orchestrator repository() {
    return Orchestrator.at(directory()).build();
  }

  private Orchestrator orchestrator() throws IOException, RefusedException {
    Path directory = directory();
    RunOptions.Builder options = ConfigFile.read(Orchestrator.at(directory).build().checkout());
    List<String> backlog = line.values("--backlog");
    if (!backlog.isEmpty()) {
      options.backlog(backlog);
    }
    return Orchestrator.at(directory)
        .environment(terminal.environment())
        .options(options.build())
        .build();
  }

  private Path directory() {
    Path directory = terminal.directory();
    for (String each : line.values("-C")) {
      directory = directory.resolve(home(each));
    }
    return directory.toAbsolutePath().normalize();
  }

  /** Returns {@code path} as the shell would hand it on. */
  private String home(String path) {
    String home = terminal.environment().get("HOME");
    return path.startsWith("~/") && home != null ? home + path.substring(1) : path;
  }
}
