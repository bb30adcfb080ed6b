package dev.roundhouse.orchestrator.git;

import java.util.regex.Pattern;

/**
 * Which of git's variables pass from our environment to the git commands we start. Those that name
 * configuration, an identity, or a way to a remote do; all others lead git to another place, change
 * what words mean to it, or make it print more. Stateless; safe for use by any number of threads.
 */
final class GitVariables {
  private static final Pattern PASSING =
      Pattern.compile(
          "GIT_(CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|PARAMETERS|COUNT|KEY_\\d+|VALUE_\\d+)"
              + "|(AUTHOR|COMMITTER)_(NAME|EMAIL)"
              + "|EXEC_PATH|TEMPLATE_DIR|ATTR_NOSYSTEM"
              + "|ASKPASS|SSH|SSH_COMMAND|SSH_VARIANT|PROXY_COMMAND|ALLOW_PROTOCOL"
              + "|PROTOCOL_FROM_USER|HTTP_.*|SSL_.*|PROXY_SSL_.*|LFS_.*)");

  private GitVariables() {}

  /** Whether the variable of that name passes; those that are not git's do. */
  static boolean mayPass(String name) {
    return !name.startsWith("GIT_") || PASSING.matcher(name).matches();
  }
}
