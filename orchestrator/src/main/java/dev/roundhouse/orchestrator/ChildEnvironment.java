package dev.roundhouse.orchestrator;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.PersonIdent;

/**
 * The environment agents, gates and setup commands get: ours, without what would point git at
 * another repository and without what an outer run told us.
 */
final class ChildEnvironment {
  private final Map<String, String> inherited = new TreeMap<>();

  ChildEnvironment(Map<String, String> ours) {
    ours.forEach(
        (name, value) -> {
          if (!name.startsWith("ROUNDHOUSE_") && !pointsGitElsewhere(name)) {
            inherited.put(name, value);
          }
        });
    inherited.put("GIT_TERMINAL_PROMPT", "0");
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

  /** For gates and setup commands. */
  Map<String, String> plain() {
    return Map.copyOf(inherited);
  }

  /** For agents: git has an identity, forces what it commits, and collects no garbage. */
  Map<String, String> forAgents(PersonIdent who) {
    Map<String, String> all = new TreeMap<>(inherited);
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
