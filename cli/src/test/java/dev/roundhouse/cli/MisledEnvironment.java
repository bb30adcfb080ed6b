package dev.roundhouse.cli;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Variables of git's own that the program finds around itself.
 *
 * @param variables their names and values
 * @param stops whether they may keep the run from landing everything
 */
record MisledEnvironment(Map<String, String> variables, boolean stops) {
  private static final List<String> LEADING =
      List.of(
          "GIT_DIR=$BESIDE/.git",
          "GIT_DIR=.git",
          "GIT_DIR=$BESIDE/missing",
          "GIT_WORK_TREE=$BESIDE",
          "GIT_WORK_TREE=.",
          "GIT_INDEX_FILE=$BESIDE/.git/index",
          "GIT_INDEX_FILE=$BESIDE/missing",
          "GIT_COMMON_DIR=$BESIDE/.git",
          "GIT_OBJECT_DIRECTORY=$BESIDE/.git/objects",
          "GIT_ALTERNATE_OBJECT_DIRECTORIES=$BESIDE/.git/objects",
          "GIT_NAMESPACE=other",
          "GIT_CEILING_DIRECTORIES=$TOP",
          "GIT_CEILING_DIRECTORIES=$TOP/..",
          "GIT_PREFIX=issues/",
          "GIT_QUARANTINE_PATH=$BESIDE/.git/objects",
          "GIT_LITERAL_PATHSPECS=1",
          "GIT_GLOB_PATHSPECS=1",
          "GIT_NOGLOB_PATHSPECS=1",
          "GIT_ICASE_PATHSPECS=1",
          "GIT_TRACE=$BESIDE/trace",
          "GIT_TRACE_SETUP=$BESIDE/setup",
          "GIT_TRACE_PACKET=$BESIDE/p",
          "GIT_TRACE_PERFORMANCE=$BESIDE/perf",
          "GIT_TRACE2=$BESIDE/trace2",
          "GIT_TRACE=2",
          "GIT_TRACE2_EVENT=$BESIDE/event",
          "GIT_TRACE2_PERF=$BESIDE",
          "GIT_TRACE_CURL=1",
          "GIT_TRACE_REFS=$BESIDE/refs",
          "GIT_TRACE_SHALLOW=1",
          "GIT_TRACE_PACK_ACCESS=$BESIDE/pack",
          "GIT_TRACE_FSMONITOR=$BESIDE/fsmonitor",
          "GIT_ATTR_SOURCE=HEAD",
          "GIT_ATTR_SOURCE=none",
          "GIT_EXTERNAL_DIFF=$TOOLS/destroy",
          "GIT_SHALLOW_FILE=$BESIDE/shallow",
          "GIT_GRAFT_FILE=$BESIDE/precious.txt",
          "GIT_REPLACE_REF_BASE=refs/heads",
          "GIT_NO_REPLACE_OBJECTS=1",
          "GIT_IMPLICIT_WORK_TREE=0",
          "GIT_DEFAULT_HASH=sha256",
          "GIT_INDEX_VERSION=4",
          "GIT_INDEX_VERSION=2",
          "GIT_CONFIG=$BESIDE/.git/config",
          "GIT_DISCOVERY_ACROSS_FILESYSTEM=0",
          "GIT_INTERNAL_SUPER_PREFIX=sub/",
          "GIT_INTERNAL_TOPLEVEL=$BESIDE",
          "GIT_TEST_SPLIT_INDEX=1",
          "GIT_TEST_FSMONITOR=$TOOLS/destroy",
          "GIT_TEST_UNTRACKED_CACHE=1",
          "GIT_TEST_FULL_IN_PACK_ARRAY=1",
          "GIT_TEST_COMMIT_GRAPH=1",
          "GIT_TEST_DEFAULT_HASH=sha256",
          "GIT_TEST_INDEX_VERSION=4",
          "GIT_OPTIONAL_LOCKS=1",
          "GIT_REF_PARANOIA=1",
          "GIT_REF_PARANOIA=0",
          "GIT_EDITOR=$TOOLS/destroy",
          "GIT_SEQUENCE_EDITOR=$TOOLS/destroy",
          "GIT_PAGER=$TOOLS/destroy",
          "PAGER=$TOOLS/destroy",
          "EDITOR=$TOOLS/destroy",
          "VISUAL=$TOOLS/destroy",
          "GIT_ASKPASS=$TOOLS/destroy",
          "GIT_MERGE_AUTOEDIT=yes",
          "GIT_REFLOG_ACTION=mine",
          "GIT_CONFIG_NOGLOBAL=1",
          "GIT_ADVICE=0",
          "GIT_FLUSH=1",
          "GIT_MERGE_VERBOSITY=5",
          "GIT_DIFF_OPTS=-u0",
          "GIT_AUTHOR_DATE=nonsense",
          "GIT_COMMITTER_DATE=nonsense",
          "GIT_SSH=$TOOLS/destroy",
          "GIT_SSH_COMMAND=$TOOLS/destroy",
          "GIT_PROXY_COMMAND=$TOOLS/destroy",
          "GIT_ALLOW_PROTOCOL=none",
          "GIT_NOTES_REF=refs/heads/main",
          "GIT_SKIP_WORKTREE=1",
          "GIT_ATTR_NOSYSTEM=1",
          "GIT_TEMPLATE_DIR=$BESIDE",
          "GIT_COMMON_DIR=$TOP/.git",
          "GIT_AUTO_GC=1",
          "GIT_FORCE_UNTRACKED_CACHE=1",
          "GIT_PROTOCOL=version=9",
          "GIT_SUBMODULE_RECURSE=1",
          "GIT_CLONE_PROTECTION_ACTIVE=0",
          "GIT_HOOKS_PATH=$TOOLS/hooks",
          "GIT_MATERIALIZE=1",
          "GIT_REDIRECT_STDOUT=$BESIDE/out",
          "GIT_WORK_TREE=$SLOTS/w1");

  /** Draws none, or some; at least one if {@code some}. */
  static MisledEnvironment draw(Random random, boolean some) {
    Map<String, String> variables = new TreeMap<>();
    int count = some || random.nextInt(3) == 0 ? 1 + random.nextInt(5) : 0;
    for (int i = 0; i < count; i++) {
      String each = Mischief.pick(random, LEADING);
      int cut = each.indexOf('=');
      variables.put(each.substring(0, cut), each.substring(cut + 1));
    }
    boolean stops = false;
    if (random.nextInt(4) == 0) {
      int settings = 1 + random.nextInt(2);
      variables.put("GIT_CONFIG_COUNT", Integer.toString(settings));
      for (int i = 0; i < settings; i++) {
        List<String> setting = Mischief.setting(random);
        variables.put("GIT_CONFIG_KEY_" + i, setting.get(0));
        variables.put("GIT_CONFIG_VALUE_" + i, setting.get(1));
        stops |= Boolean.parseBoolean(setting.get(2));
      }
    } else if (random.nextInt(6) == 0) {
      List<String> setting = Mischief.setting(random);
      variables.put("GIT_CONFIG_PARAMETERS", "'" + setting.get(0) + "'='" + setting.get(1) + "'");
      stops |= Boolean.parseBoolean(setting.get(2));
    }
    return new MisledEnvironment(variables, stops);
  }
}
