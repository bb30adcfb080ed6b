package dev.roundhouse.orchestrator;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * The environment agents, gates and setup commands get: of ours what is always needed and what the
 * configuration names, or where it names nothing all that does not look like a secret; without what
 * would point git at another repository and without what an outer run told us.
 */
final class ChildEnvironment {
  private static final Pattern USUAL =
      Pattern.compile(
          "PATH|HOME|USER|LOGNAME|SHELL|LANG|LANGUAGE|LC_.*|TZ|TMPDIR|TERM|XDG_.*|JAVA_HOME|EMAIL"
              + "|SSL_CERT_.*|GIT_.*");
  private static final Pattern SECRET =
      Pattern.compile(
          ".*(TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?|API_?KEY|_KEY|_PAT)(_.*)?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern OF_THE_TERMINAL =
      Pattern.compile(
          "_|SHLVL|PWD|OLDPWD|TERM|TERM_.*|COLORTERM|COLUMNS|LINES|WINDOWID|WINDOWPATH|VTE_VERSION"
              + "|STY|WINDOW|TMUX.*|SSH_(CLIENT|CONNECTION|TTY)|GPG_TTY|XDG_SESSION_.*|XDG_VTNR|XDG_SEAT");

  private final Map<String, String> inherited = new TreeMap<>();
  private final List<String> withheld = new ArrayList<>();
  private final Map<String, String> ours;
  private final List<String> named;

  ChildEnvironment(Map<String, String> ours, Optional<List<String>> allowed) {
    this.ours = Map.copyOf(ours);
    this.named = allowed.orElse(List.of());
    for (Map.Entry<String, String> each : new TreeMap<>(ours).entrySet()) {
      String name = each.getKey();
      if (name.startsWith("ROUNDHOUSE_") || pointsGitElsewhere(name)) {
        continue;
      }
      if (mayPass(name, allowed)) {
        inherited.put(name, each.getValue());
      } else if (allowed.isEmpty()) {
        withheld.add(name);
      }
    }
    inherited.put("GIT_TERMINAL_PROMPT", "0");
  }

  private static boolean mayPass(String name, Optional<List<String>> allowed) {
    if (allowed.isPresent() && allowed.get().stream().anyMatch(each -> names(each, name))) {
      return true;
    }
    boolean secret = SECRET.matcher(name).matches();
    return !secret && (allowed.isEmpty() || USUAL.matcher(name).matches());
  }

  private static boolean names(String allowed, String name) {
    return allowed.endsWith("*")
        ? name.startsWith(allowed.substring(0, allowed.length() - 1))
        : name.equals(allowed);
  }

  /** What was withheld only because it looks like a secret. */
  List<String> withheld() {
    return List.copyOf(withheld);
  }

  private static boolean pointsGitElsewhere(String name) {
    return switch (name) {
      case "GIT_DIR",
          "GIT_WORK_TREE",
          "GIT_INDEX_FILE",
          "GIT_COMMON_DIR",
          "GIT_OBJECT_DIRECTORY",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES",
          "GIT_NAMESPACE",
          "GIT_PREFIX",
          "GIT_CEILING_DIRECTORIES",
          "GIT_CONFIG",
          "GIT_CONFIG_PARAMETERS",
          "GIT_CONFIG_COUNT",
          "GIT_GRAFT_FILE",
          "GIT_SHALLOW_FILE",
          "GIT_REPLACE_REF_BASE",
          "GIT_NO_REPLACE_OBJECTS",
          "GIT_INTERNAL_SUPER_PREFIX",
          "GIT_QUARANTINE_PATH" ->
          true;
      default -> name.startsWith("GIT_CONFIG_KEY_") || name.startsWith("GIT_CONFIG_VALUE_");
    };
  }

  /** For setup commands. */
  Map<String, String> plain() {
    return Map.copyOf(inherited);
  }

  /** For gates: without what differs from one terminal to the next, unless it is named. */
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
   * For agents: git has an identity, forces what it commits, and collects no garbage; what is
   * {@code wanted} by name is passed where it is set.
   */
  Map<String, String> forAgents(PersonIdent who, List<String> wanted) {
    Map<String, String> all = new TreeMap<>(inherited);
    ours.forEach(
        (name, value) -> {
          if (wanted.contains(name)) {
            all.put(name, value);
          }
        });
    all.putIfAbsent("GIT_AUTHOR_NAME", who.getName());
    all.putIfAbsent("GIT_AUTHOR_EMAIL", who.getEmailAddress());
    all.putIfAbsent("GIT_COMMITTER_NAME", who.getName());
    all.putIfAbsent("GIT_COMMITTER_EMAIL", who.getEmailAddress());
    String[] settings = {"gc.auto", "0", "maintenance.auto", "false", "core.fsync", "committed"};
    for (int i = 0; i < settings.length; i += 2) {
      all.put("GIT_CONFIG_KEY_" + i / 2, settings[i]);
      all.put("GIT_CONFIG_VALUE_" + i / 2, settings[i + 1]);
    }
    all.put("GIT_CONFIG_COUNT", Integer.toString(settings.length / 2));
    return all;
  }
}
