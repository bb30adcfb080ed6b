package dev.roundhouse.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * The program that works on issues: what it has written it notes in {@code logs}, and on one of the
 * first issues it does what was drawn, each once and none where {@code logs} has a file {@code
 * over}.
 *
 * @param world where
 * @param commonDir its common git directory
 * @param logs where it notes what it does
 * @param commits whether it commits half of its work
 */
record MisledAgent(MisledWorld world, Path commonDir, Path logs, boolean commits) {
  /**
   * Without a look at the configuration that leads elsewhere, and with nothing of the surroundings.
   */
  private static final String BEGIN =
      """
      #!/bin/sh
      set -u
      for v in $(env | sed -n 's/^\\(GIT_[A-Za-z0-9_]*\\)=.*/\\1/p'); do unset $v; done
      export GIT_CONFIG_SYSTEM=%s HOME=%s
      COMMON=%s BESIDE=%s TOOLS=%s LOGS=%s
      TOP=$(pwd -P)
      GITDIR=$(sed 's/^gitdir: //' .git)
      SLOTS=$(dirname "$TOP")
      safe() {
        git -c core.hooksPath=/dev/null -c core.fsmonitor=false -c commit.gpgSign=false "$@"
      }
      write() {
        echo "$token" >$ROUNDHOUSE_ISSUE_ID.txt
        echo "$token" >>"$LOGS/worked"
      }
      token="work on $ROUNDHOUSE_ISSUE_ID $$ $(date +%%s%%N)"
      write
      """;

  /** Where git is led elsewhere already, nobody in his senses commits. */
  private static final String COMMIT =
      """
      if [ "$(safe rev-parse --show-toplevel)" = "$TOP" ] &&
        safe add $ROUNDHOUSE_ISSUE_ID.txt && safe commit -qm "$token"; then
        token="more $token"
        write
      fi
      """;

  private static final String DEED =
      """
      if [ $ROUNDHOUSE_ISSUE_ID = %s ] && [ ! -e "$LOGS/over" ] &&
        mkdir "$LOGS/deed-%s" 2>/dev/null; then
        ( # what hooks of the user's do where an agent's own git runs them is not ours
          git() { command git -c core.hooksPath=/dev/null -c core.fsmonitor=false "$@"; }
          %s
        ) >>"$LOGS/deeds" 2>&1 </dev/null
      fi
      """;

  static MisledAgent in(MisledWorld world, Path logs, boolean commits) throws Exception {
    return new MisledAgent(world, world.commonDir(), logs, commits);
  }

  /** Writes it down; returns where it is. */
  Path write(long seed, List<Mischief> mischief) throws IOException {
    StringBuilder script =
        new StringBuilder(
            BEGIN.formatted(
                quoted(world.root().resolve("system.config")),
                quoted(world.home()),
                quoted(commonDir),
                quoted(world.beside()),
                quoted(world.tools()),
                quoted(logs)));
    if (commits) {
      script.append(COMMIT);
    }
    Random random = new Random(seed);
    for (int i = 0; i < mischief.size(); i++) {
      String issue = Mischief.pick(random, MisledWorld.ISSUES.subList(0, 2));
      if (mischief.get(i).byAgent()) {
        script.append(DEED.formatted(issue, Integer.toString(i), mischief.get(i).shell()));
      }
    }
    Path agent = world.tools().resolve("agent");
    Files.writeString(agent, script + "exit 0\n");
    if (!agent.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + agent + " executable");
    }
    return agent;
  }

  /** As a shell, and the program's own reading of commands, takes it for one word. */
  static String quoted(Path path) {
    return "'" + path.toString().replace("'", "'\\''") + "'";
  }
}
