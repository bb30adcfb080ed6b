package dev.roundhouse.orchestrator.internal.environment;

import java.util.regex.Pattern;

/**
 * Decides which of git's variables are passed on: those that say how git reaches others, whose work
 * it is, how it is configured and where it is installed. All others are withheld, as git may take
 * them for another repository, another index, or another meaning of a command.
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

  /** The variables of one repository or one git command; no configuration can ask for them. */
  private static final Pattern NEVER =
      Pattern.compile(
          "GIT_("
              + "DIR|WORK_TREE|IMPLICIT_WORK_TREE|COMMON_DIR|INDEX_FILE|PREFIX|NAMESPACE"
              + "|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH"
              + "|GRAFT_FILE|SHALLOW_FILE|REPLACE_REF_BASE|NO_REPLACE_OBJECTS"
              + "|CEILING_DIRECTORIES|CONFIG|INTERNAL_.*"
              + "|(LITERAL|GLOB|NOGLOB|ICASE)_PATHSPECS)");

  private GitVariables() {}

  /** Tells whether {@code name} is a variable that git may read. */
  public static boolean isOne(String name) {
    return name.startsWith("GIT_");
  }

  /** Tells whether the variable is passed on by default. */
  public static boolean handedOn(String name) {
    return HANDED_ON.matcher(name).matches();
  }

  /** Tells whether the variable is never passed on. */
  public static boolean never(String name) {
    return NEVER.matcher(name).matches();
  }
}
