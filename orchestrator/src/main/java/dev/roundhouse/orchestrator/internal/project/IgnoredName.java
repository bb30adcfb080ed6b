package dev.roundhouse.orchestrator.internal.project;

import java.util.regex.Pattern;

/** The meaning of the usual names of ignored files and folders. Pure. */
public final class IgnoredName {
  /** Installed or configured beside a tree, rather than built from it. */
  private static final Pattern INSTALLED =
      Pattern.compile(
          "(.*/)?(node_modules|bower_components|jspm_packages|vendor|\\.?venv|virtualenv|\\.tox"
              + "|Pods|Carthage|deps|elm-stuff|\\.bundle|packages|third_party|\\.yarn"
              + "|\\.env[^/]*|local\\.properties|[^/]*\\.local\\.[a-z]+)/?");

  /** Made again by tools and editors by themselves. */
  private static final Pattern MADE =
      Pattern.compile(
          "(.*/)?(target|build|out|dist|bin|obj|_build|cmake-build-[^/]*|coverage|htmlcov|logs?|tmp"
              + "|__pycache__|\\.pytest_cache|\\.mypy_cache|\\.ruff_cache|\\.nox|\\.eggs"
              + "|[^/]*\\.egg-info|\\.gradle|\\.kotlin|\\.next|\\.nuxt|\\.svelte-kit|\\.turbo"
              + "|\\.parcel-cache|\\.cache|\\.eslintcache|\\.nyc_output|\\.idea|\\.vscode|\\.vs"
              + "|\\.settings|\\.terraform|\\.DS_Store|[^/]*\\.(?:log|pyc|class|o|iml|swp))/?");

  private static final Pattern SECRET = Pattern.compile("(.*/)?\\.env[^/]*");

  private IgnoredName() {}

  /**
   * Tells whether something of that path, a folder with a slash at the end, is usually installed or
   * configured beside a tree, so that a clean worktree lacks it.
   */
  public static boolean isInstalled(String path) {
    return INSTALLED.matcher(path).matches();
  }

  /** Tells whether something of that path is usually made by building, testing or editing. */
  static boolean isMade(String path) {
    return MADE.matcher(path).matches();
  }

  /** Tells whether a file of that path usually holds passwords and keys. */
  static boolean mayHoldSecrets(String path) {
    return SECRET.matcher(path).matches();
  }
}
