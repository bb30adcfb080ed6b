package dev.roundhouse.orchestrator.internal.environment;

import java.util.regex.Pattern;

/**
 * Which of git's variables are handed on: those that say how git reaches others, whose work it is,
 * how it is configured and where it is installed. What is not known to be of these is not, as git
 * may take it for another repository, another index, or another meaning of what it is told.
 */
public final class GitVariables {
  private static final Pattern HANDED_ON =
      Pattern.compile(
          "GIT_("
              + "SSH|SSH_COMMAND|SSH_VARIANT|ASKPASS|TERMINAL_PROMPT"
              + "|SSL_.*|PROXY_COMMAND|PROXY_SSL_.*"
              + "|HTTP_(USER_AGENT|LOW_SPEED_LIMIT|LOW_SPEED_TIME|MAX_REQUESTS|PROXY_AUTHMETHOD)"
              + "|PROTOCOL|ALLOW_PROTOCOL|PROTOCOL_FROM_USER"
              + "|EXEC_PATH|TEMPLATE_DIR|TEXTDOMAINDIR|ATTR_NOSYSTEM"
              + "|EDITOR|SEQUENCE_EDITOR|PAGER"
              + "|AUTHOR_NAME|AUTHOR_EMAIL|COMMITTER_NAME|COMMITTER_EMAIL"
              + "|CONFIG_GLOBAL|CONFIG_SYSTEM|CONFIG_NOSYSTEM"
              + "|CONFIG_COUNT|CONFIG_KEY_[0-9]+|CONFIG_VALUE_[0-9]+|CONFIG_PARAMETERS"
              + "|LFS_(SKIP_SMUDGE|SKIP_PUSH|SKIP_DOWNLOAD_ERRORS|SET_LOCKABLE_READONLY)"
              + "|LFS_(PROGRESS|FORCE_PROGRESS))");

  /** What belongs to one repository or one command of git's; no configuration can ask for it. */
  private static final Pattern NEVER =
      Pattern.compile(
          "GIT_("
              + "DIR|WORK_TREE|IMPLICIT_WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|NAMESPACE"
              + "|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH"
              + "|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|NO_REPLACE_OBJECTS"
              + "|CEILING_DIRECTORIES|CONFIG|INTERNAL_.*"
              + "|(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS)");

  private GitVariables() {}

  /** Whether {@code name} is one that git may read. */
  public static boolean isOne(String name) {
    return name.startsWith("GIT_");
  }

  /** Whether it is handed on without being asked for. */
  public static boolean handedOn(String name) {
    return HANDED_ON.matcher(name).matches();
  }

  /** Whether it is not handed on to anybody. */
  public static boolean never(String name) {
    return NEVER.matcher(name).matches();
  }
}
