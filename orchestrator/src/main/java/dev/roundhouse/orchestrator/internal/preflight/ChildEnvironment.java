package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.internal.environment.GitConfigEnvironment;
import dev.roundhouse.orchestrator.internal.environment.GitVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * The environment of agents, gates and setup commands: from ours the variables that are always
 * needed and those named in the configuration, or, if none are named, all that do not look like a
 * secret; of git's variables those that {@link GitVariables} passes on; without those of an outer
 * run.
 */
public final class ChildEnvironment {
  private static final Pattern USUAL =
      Pattern.compile(
          "PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_.*|TZ|TMPDIR|TERM|XDG_.*|JAVA_HOME|EMAIL"
              + "|SSL_CERT_.*");
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|API_?KEY|_KEY|_PAT|WEBHOOK)(_.*)?"
              + "|OTEL_EXPORTER_.*HEADERS",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_THE_TERMINAL =
      Pattern.compile(
          "_|SHLVL|PWD|OLDPWD|TERM|TERM_.*|COLORTERM|COLUMNS|LINES|WINDOWID|WINDOWPATH|VTE_VERSION"
              + "|STY|WINDOW|TMUX.*|SSH_(CLIENT|CONNECTION|TTY)|GPG_TTY|XDG_SESSION_.*|XDG_VTNR|XDG_SEAT");

  private final Map<String, String> inherited = new TreeMap<>();
  private final List<String> withheld = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private final Map<String, String> ours;
  private final List<String> named;

  ChildEnvironment(Map<String, String> ours, Optional<List<String>> allowed) {
    this(ours, allowed, Set.of());
  }

  /**
   * Chooses from {@code ours}: what {@code allowed} names, or what is not a secret.
   *
   * @param secrets names of variables that are secrets, whatever they look like
   */
  public ChildEnvironment(
      Map<String, String> ours, Optional<List<String>> allowed, Set<String> secrets) {
    this.ours = Map.copyOf(ours);
    this.named = allowed.orElse(List.of());
    for (Map.Entry<String, String> each : new TreeMap<>(ours).entrySet()) {
      String name = each.getKey();
      if (name.startsWith("ROUNDHOUSE_") || GitVariables.never(name)) {
        continue;
      }
      if (mayPass(name, allowed, secrets)) {
        inherited.put(name, each.getValue());
      } else if (allowed.isEmpty()) {
        (isSecret(name) || secrets.contains(name) ? withheld : unknown).add(name);
      }
    }
    inherited.put("GIT_TERMINAL_PROMPT", "0");
  }

  private static boolean mayPass(String name, Optional<List<String>> allowed, Set<String> secrets) {
    if (allowed.isPresent() && allowed.get().stream().anyMatch(each -> names(each, name))) {
      return true;
    }
    return GitVariables.isOne(name)
        ? GitVariables.handedOn(name)
        : !isSecret(name)
            && !secrets.contains(name)
            && (allowed.isEmpty() || USUAL.matcher(name).matches());
  }

  private static boolean isSecret(String name) {
    return SECRET.matcher(name).matches();
  }

  /** Tells whether {@code allowed}, which may end in a star, matches {@code name}. */
  static boolean names(String allowed, String name) {
    return allowed.endsWith("*")
        ? name.startsWith(allowed.substring(0, allowed.length() - 1))
        : name.equals(allowed);
  }

  /** Returns the variables withheld only because they look like a secret. */
  public List<String> withheld() {
    return List.copyOf(withheld);
  }

  /** Returns the variables withheld only because git may read them, for an unknown purpose. */
  public List<String> unknown() {
    return List.copyOf(unknown);
  }

  /** Returns the environment for setup commands. */
  public Map<String, String> plain() {
    return Map.copyOf(inherited);
  }

  /**
   * Returns the environment for gates: without variables that differ between terminals, unless they
   * are named.
   */
  Map<String, String> forGates() {
    Map<String, String> all = new TreeMap<>(inherited);
    all.keySet()
        .removeIf(
            name ->
                OF_THE_TERMINAL.matcher(name).matches()
                    && named.stream().noneMatch(each -> names(each, name)));
    all.putIfAbsent("TERM", "dumb");
    return Map.copyOf(all);
  }

  /**
   * Returns the environment for agents: git has an identity, forces its commits to disk, and
   * collects no garbage, whatever is configured; variables in {@code wanted} are passed if they are
   * set.
   */
  Map<String, String> forAgents(PersonIdent author, PersonIdent committer, List<String> wanted) {
    Map<String, String> all = new TreeMap<>(inherited);
    ours.forEach(
        (name, value) -> {
          if (wanted.contains(name)) {
            all.put(name, value);
          }
        });
    all.put("GIT_AUTHOR_NAME", author.getName());
    all.put("GIT_AUTHOR_EMAIL", author.getEmailAddress());
    all.put("GIT_COMMITTER_NAME", committer.getName());
    all.put("GIT_COMMITTER_EMAIL", committer.getEmailAddress());
    return new GitConfigEnvironment(all)
        .with("gc.auto", "0")
        .with("maintenance.auto", "false")
        .with("core.fsync", "committed")
        .variables();
  }
}
