package dev.roundhouse.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One thing somebody does that could lead git elsewhere, or make it mean something else: a piece of
 * shell that knows {@code TOP}, {@code GITDIR}, {@code COMMON}, {@code BESIDE}, {@code TOOLS} and
 * {@code HOME}.
 *
 * @param shell what is done
 * @param byAgent whether an agent does it while it works, and not the user before the run
 * @param stops whether it may keep the run from landing everything
 */
record Mischief(String shell, boolean byAgent, boolean stops) {
  /** A key and its value; {@code stops} as above. */
  private record Key(String name, String value, boolean stops) {}

  private static final List<Key> KEYS = keys();

  private static final List<String> USERS_ONLY =
      List.of(
          "git config --file \"$HOME/.gitconfig\" KEY VALUE",
          "mkdir -p \"$HOME/.config/git\"; git config --file \"$HOME/.config/git/config\" KEY VALUE",
          "git config --file \"$HOME/../system.config\" KEY VALUE");

  private static final List<String> PLACES =
      List.of(
          "git config --file \"$COMMON/config\" KEY VALUE",
          "git config --file \"$COMMON/config\" extensions.worktreeConfig true; "
              + "git config --file \"$COMMON/config\" KEY VALUE",
          "git config --file \"$COMMON/config\" extensions.worktreeConfig true; "
              + "git config --file \"$GITDIR/config.worktree\" KEY VALUE",
          "git config --file \"$COMMON/config\" extensions.worktreeConfig true; "
              + "git config --file \"$COMMON/config.worktree\" KEY VALUE",
          "git config --file \"$GITDIR/config.worktree\" KEY VALUE",
          "git config --file \"$TOOLS/included\" KEY VALUE; "
              + "git config --file \"$COMMON/config\" include.path \"$TOOLS/included\"",
          "git config --file \"$TOOLS/included\" KEY VALUE; "
              + "git config --file \"$COMMON/config\" 'includeIf.gitdir:/**.path' \"$TOOLS/included\"",
          "git config --file \"$TOOLS/included\" KEY VALUE; git config --file \"$COMMON/config\" "
              + "extensions.worktreeConfig true; git config --file \"$GITDIR/config.worktree\" "
              + "include.path \"$TOOLS/included\"");

  /** What makes the shared configuration, or what points to it, something git cannot read. */
  private static final List<String> DAMAGE =
      List.of(
          "printf '[core' >>\"$COMMON/config\"",
          "printf '<<<<<<< HEAD\\n' >>\"$COMMON/config\"",
          ": >\"$COMMON/config\"",
          "rm \"$COMMON/config\"",
          "rm \"$COMMON/config\"; mkdir \"$COMMON/config\"",
          "printf '[core]\\n\\tbare' >>\"$COMMON/config\"",
          "head -c 20 \"$COMMON/config\" >\"$TOOLS/half\"; cp \"$TOOLS/half\" \"$COMMON/config\"",
          "cp \"$COMMON/config\" \"$TOOLS/cfg\"; ln -sf \"$TOOLS/cfg\" \"$COMMON/config\"",
          "printf '[core' >\"$GITDIR/config.worktree\"",
          "git config --file \"$COMMON/config\" extensions.worktreeConfig true; "
              + "printf '[core' >\"$GITDIR/config.worktree\"",
          "git config --file \"$COMMON/config\" extensions.worktreeConfig true; "
              + "printf '[core' >\"$COMMON/config.worktree\"",
          "git config --file \"$COMMON/config\" include.path \"$COMMON/config\"",
          "mkdir -p \"$TOOLS/dir\"; git config --file \"$COMMON/config\" include.path \"$TOOLS/dir\"",
          "printf '[x' >\"$TOOLS/torn\"; git config --file \"$COMMON/config\" include.path "
              + "\"$TOOLS/torn\"",
          "git config --file \"$COMMON/config\" core.repositoryFormatVersion 1; "
              + "git config --file \"$COMMON/config\" extensions.future yes",
          "git config --file \"$COMMON/config\" core.repositoryFormatVersion 1; "
              + "git config --file \"$COMMON/config\" extensions.objectFormat sha256",
          "git config --file \"$COMMON/config\" core.repositoryFormatVersion 1; "
              + "git config --file \"$COMMON/config\" extensions.preciousObjects true");

  /** What only somebody in a slot can do to it. */
  private static final List<String> POINTERS =
      List.of(
          "echo \"$BESIDE/.git\" >\"$GITDIR/commondir\"",
          "rm \"$GITDIR/commondir\"",
          "rm \"$GITDIR/commondir\"; mkdir \"$GITDIR/commondir\"",
          "echo \"$BESIDE/.git\" >\"$GITDIR/gitdir\"",
          "echo nonsense >\"$GITDIR/gitdir\"",
          ": >\"$GITDIR/gitdir\"",
          "echo \"gitdir: $BESIDE/.git\" >\"$TOP/.git\"",
          "echo \"gitdir: $COMMON\" >\"$TOP/.git\"",
          "rm \"$TOP/.git\"; ln -s \"$BESIDE/.git\" \"$TOP/.git\"",
          "rm \"$TOP/.git\"; git init -q \"$TOP\"",
          "rm \"$TOP/.git\"",
          ": >\"$TOP/.git\"",
          "mv \"$TOP\" \"$TOP.moved\"; ln -s \"$BESIDE\" \"$TOP\"",
          "mv \"$GITDIR\" \"$TOOLS/record\"; ln -s \"$BESIDE/.git\" \"$GITDIR\"",
          "mv \"$COMMON/worktrees\" \"$TOOLS/records\"; ln -s \"$TOOLS/records\" "
              + "\"$COMMON/worktrees\"",
          "rm -rf \"$GITDIR/logs\"; ln -s \"$BESIDE/.git/logs\" \"$GITDIR/logs\"",
          "rm -f \"$GITDIR/index\"; ln -s \"$BESIDE/.git/index\" \"$GITDIR/index\"",
          "rm -f \"$GITDIR/HEAD\"; ln -s \"$BESIDE/.git/HEAD\" \"$GITDIR/HEAD\"",
          "rm -f \"$GITDIR/HEAD\"; echo 'ref: refs/heads/none' >\"$GITDIR/HEAD\"",
          "rm -rf \"$GITDIR/info\"; ln -s \"$BESIDE/.git/info\" \"$GITDIR/info\"",
          "ln -sf \"$BESIDE/.git/config\" \"$GITDIR/config.worktree\"",
          "ln -sf \"$BESIDE/.git/ORIG_HEAD\" \"$GITDIR/ORIG_HEAD\"",
          "rm -rf \"$GITDIR/refs\"; ln -s \"$BESIDE/.git/refs\" \"$GITDIR/refs\"",
          "rm -rf \"$GITDIR/modules\"; ln -s \"$BESIDE\" \"$GITDIR/modules\"",
          "rm -rf \"$TOP/.roundhouse\"; ln -s \"$BESIDE\" \"$TOP/.roundhouse\"",
          "ln -s \"$BESIDE\" \"$TOP/beside\"; git -C \"$TOP\" add -A",
          "git worktree unlock \"$TOP\"; git worktree prune; git worktree list",
          "git -C \"$COMMON\" worktree add -q --detach \"$TOOLS/another\"",
          "cp -r \"$GITDIR\" \"$GITDIR.twin\"",
          "git update-index --index-info </dev/null; git update-index --assume-unchanged README.md",
          "git update-index --split-index",
          "git sparse-checkout set --no-cone '/*' '!/README.md'",
          "git sparse-checkout init --cone");

  private static final List<String> SHARED_FILES =
      List.of(
          "mkdir -p \"$COMMON/info\"; echo '*.nothing' >>\"$COMMON/info/exclude\"",
          "mkdir -p \"$COMMON/info\"; echo '*.txt -text -diff merge=union' "
              + ">>\"$COMMON/info/attributes\"",
          "mkdir -p \"$COMMON/hooks\"; for h in post-checkout pre-commit post-merge "
              + "reference-transaction post-index-change fsmonitor-watchman post-commit "
              + "pre-auto-gc post-rewrite; do cp \"$TOOLS/destroy\" \"$COMMON/hooks/$h\"; done",
          "mkdir -p \"$COMMON/info\"; : >\"$COMMON/info/grafts\"",
          "mkdir -p \"$COMMON/objects/info\"; echo \"$BESIDE/.git/objects\" "
              + ">>\"$COMMON/objects/info/alternates\"",
          "git --git-dir=\"$COMMON\" worktree prune; git --git-dir=\"$COMMON\" pack-refs --all",
          "git --git-dir=\"$COMMON\" config --file \"$COMMON/config\" --add core.worktree '.'; "
              + "git config --file \"$COMMON/config\" --unset-all core.worktree");

  private static List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    for (String elsewhere :
        List.of(
            "$BESIDE",
            "../../beside",
            "..",
            ".",
            "$TOP/issues",
            "$BESIDE/missing",
            "$HOME",
            "$SLOTS/w1",
            "$SLOTS/w2",
            "/",
            "")) {
      keys.add(new Key("core.worktree", elsewhere, true));
      keys.add(new Key("core.worktree", elsewhere, true)); // twice as likely as the others
    }
    for (String bare : List.of("true", "true", "true", "maybe", "", "1")) {
      keys.add(new Key("core.bare", bare, true));
    }
    String[] stopping = {
      "core.repositoryFormatVersion=1",
      "core.repositoryFormatVersion=99",
      "core.repositoryFormatVersion=x",
      "extensions.partialClone=origin",
      "extensions.noop=1",
      "extensions.refStorage=reftable",
      "core.excludesFile=$BESIDE/missing",
      "core.sparseCheckout=true",
      "core.sparseCheckoutCone=true",
      "core.fileMode=maybe",
      "include.path=$TOOLS/none",
      "core.compression=99",
      "safe.bareRepository=explicit",
      "index.version=99",
      "core.abbrev=no",
      "core.eol=nonsense",
      "core.checkRoundtripEncoding=x",
      "core.logAllRefUpdates=nonsense",
      "core.untrackedCache=nonsense",
      "core.autocrlf=nonsense",
      "core.attributesFile=$TOOLS/filtered",
      "status.showUntrackedFiles=nonsense",
      "extensions.worktreeConfig=maybe",
      "core.splitIndex=x"
    };
    for (String each : stopping) {
      keys.add(key(each, true));
    }
    String[] harmless = {
      "core.hooksPath=$TOOLS/hooks",
      "core.hooksPath=$BESIDE",
      "core.fsmonitor=$TOOLS/destroy",
      "core.fsmonitor=true",
      "diff.external=$TOOLS/destroy",
      "core.pager=$TOOLS/destroy",
      "core.editor=$TOOLS/destroy",
      "sequence.editor=$TOOLS/destroy",
      "filter.x.clean=$TOOLS/destroy",
      "filter.x.smudge=$TOOLS/destroy",
      "merge.x.driver=$TOOLS/destroy",
      "gpg.program=$TOOLS/destroy",
      "diff.x.textconv=$TOOLS/destroy",
      "core.sshCommand=$TOOLS/destroy",
      "core.askPass=$TOOLS/destroy",
      "core.alternateRefsCommand=$TOOLS/destroy",
      "credential.helper=$TOOLS/destroy",
      "pager.status=$TOOLS/destroy",
      "pager.diff=true",
      "interactive.diffFilter=$TOOLS/destroy",
      "uploadpack.packObjectsHook=$TOOLS/destroy",
      "core.gitProxy=$TOOLS/destroy",
      "core.ignoreStat=true",
      "core.checkStat=minimal",
      "core.trustctime=false",
      "core.fileMode=false",
      "core.symlinks=false",
      "core.autocrlf=true",
      "core.autocrlf=input",
      "core.eol=crlf",
      "core.safecrlf=true",
      "core.ignoreCase=true",
      "core.splitIndex=true",
      "core.untrackedCache=true",
      "core.sharedRepository=group",
      "core.sharedRepository=0640",
      "core.logAllRefUpdates=false",
      "core.logAllRefUpdates=always",
      "clean.requireForce=true",
      "merge.autoStash=true",
      "merge.ff=no",
      "merge.ff=false",
      "merge.verifySignatures=true",
      "merge.conflictStyle=diff3",
      "merge.renames=false",
      "merge.directoryRenames=true",
      "merge.log=true",
      "merge.stat=false",
      "rerere.enabled=true",
      "status.showUntrackedFiles=no",
      "status.branch=true",
      "status.short=true",
      "status.relativePaths=true",
      "status.renames=copies",
      "submodule.recurse=true",
      "fetch.recurseSubmodules=true",
      "diff.ignoreSubmodules=all",
      "checkout.defaultRemote=origin",
      "checkout.guess=false",
      "checkout.workers=4",
      "checkout.thresholdForParallelism=1",
      "gc.auto=1",
      "gc.pruneExpire=now",
      "gc.autoDetach=false",
      "gc.reflogExpire=now",
      "gc.reflogExpireUnreachable=now",
      "gc.worktreePruneExpire=now",
      "gc.cruftPacks=true",
      "maintenance.auto=true",
      "maintenance.strategy=incremental",
      "fetch.prune=true",
      "fetch.writeCommitGraph=true",
      "core.commitGraph=true",
      "core.multiPackIndex=true",
      "alias.checkout=!$TOOLS/destroy",
      "alias.merge=!$TOOLS/destroy",
      "alias.clean=!$TOOLS/destroy",
      "alias.status=log",
      "safe.directory=",
      "safe.directory=/none",
      "index.threads=4",
      "index.version=4",
      "index.sparse=true",
      "index.skipHash=true",
      "feature.manyFiles=true",
      "feature.experimental=true",
      "core.compression=9",
      "core.bigFileThreshold=1",
      "core.abbrev=4",
      "core.abbrev=40",
      "color.ui=always",
      "column.ui=always",
      "diff.noprefix=true",
      "diff.mnemonicPrefix=true",
      "diff.renames=copies",
      "diff.relative=true",
      "diff.orderFile=$BESIDE/precious.txt",
      "diff.algorithm=patience",
      "core.quotePath=true",
      "core.precomposeUnicode=true",
      "core.protectNTFS=true",
      "i18n.commitEncoding=latin1",
      "i18n.logOutputEncoding=utf-16",
      "core.commentChar=;",
      "commit.gpgSign=true",
      "tag.gpgSign=true",
      "commit.cleanup=strip",
      "commit.status=false",
      "commit.template=$BESIDE/precious.txt",
      "user.signingKey=none",
      "core.notesRef=refs/heads/x",
      "transfer.hideRefs=refs/roundhouse",
      "transfer.fsckObjects=true",
      "core.useReplaceRefs=false",
      "core.preloadIndex=true",
      "core.fsync=none",
      "core.fsyncMethod=batch",
      "core.looseCompression=0",
      "core.attributesFile=$TOOLS/attributes",
      "core.excludesFile=$TOOLS/nothing",
      "core.whitespace=trailing-space",
      "apply.whitespace=fix",
      "log.showSignature=true",
      "log.follow=true",
      "format.pretty=oneline",
      "push.default=nothing",
      "pull.ff=only",
      "pull.rebase=true",
      "rebase.autoStash=true",
      "branch.main.mergeOptions=--no-ff",
      "branch.main.mergeOptions=--squash",
      "branch.main.mergeOptions=--no-commit",
      "branch.main.mergeOptions=--abort",
      "branch.main.mergeOptions=--autostash",
      "branch.main.mergeOptions=-s ours",
      "branch.main.mergeOptions=--nonsense",
      "branch.autoSetupMerge=always",
      "worktree.guessRemote=true",
      "receive.denyCurrentBranch=ignore",
      "advice.statusHints=false",
      "help.autoCorrect=immediate",
      "init.templateDir=$BESIDE",
      "protocol.file.allow=never",
      "trace2.eventTarget=$TOOLS/trace",
      "core.restrictInheritedHandles=true",
      "merge.default=nonsense",
      "merge.tool=$TOOLS/destroy",
      "diff.submodule=log",
      "sparse.expectFilesOutsideOfPatterns=true",
      "core.sparseCheckoutCone=false",
      "pack.threads=1",
      "extensions.worktreeConfig=true",
      "extensions.worktreeConfig=false"
    };
    for (String each : harmless) {
      keys.add(key(each, false));
    }
    return keys;
  }

  private static Key key(String text, boolean stops) {
    int cut = text.indexOf('=');
    return new Key(text.substring(0, cut), text.substring(cut + 1), stops);
  }

  /** Draws one. */
  static Mischief draw(Random random) {
    boolean byAgent = random.nextInt(5) < 3;
    int kind = random.nextInt(20);
    if (kind < 12) {
      return key(random, byAgent);
    }
    if (kind < 14) {
      return new Mischief(pick(random, DAMAGE), byAgent, true);
    }
    if (kind < 18) {
      return new Mischief(pick(random, POINTERS), true, true);
    }
    return new Mischief(pick(random, SHARED_FILES), byAgent, false);
  }

  private static Mischief key(Random random, boolean byAgent) {
    Key key = pick(random, KEYS);
    boolean usersOwn = !byAgent && random.nextInt(5) < 2;
    String place = pick(random, usersOwn ? USERS_ONLY : PLACES);
    String shell =
        place.replace("KEY", "'" + key.name() + "'").replace("VALUE", "\"" + key.value() + "\"");
    return new Mischief(shell, byAgent, key.stops());
  }

  /** A key and a value for git's own variables. */
  static List<String> setting(Random random) {
    Key key = pick(random, KEYS);
    return List.of(key.name(), key.value(), Boolean.toString(key.stops()));
  }

  /** Whether what an agent does after it could itself write in the directory beside. */
  boolean leadsAgentsAway() {
    return byAgent
        && (shell.contains("ln -s")
            || shell.contains("$BESIDE/.git")
            || shell.contains("worktree prune"));
  }

  static <T> T pick(Random random, List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  @Override
  public String toString() {
    return (byAgent ? "an agent: " : "the user: ") + shell + (stops ? "" : " (must not stop it)");
  }
}
