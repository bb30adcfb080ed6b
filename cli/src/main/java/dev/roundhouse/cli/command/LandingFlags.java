package dev.roundhouse.cli.command;

import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.options.LandingStyle;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for the form in which finished work is handed over. */
final class LandingFlags {
  @Option(
      names = "--style",
      paramLabel = "STYLE",
      description = "how changes appear in the history: merge (the default) or squash")
  @Nullable String style;

  @Option(
      names = "--branches",
      description = "leave each issue's work on a branch roundhouse/<issue> instead of landing it")
  boolean branches;

  @Option(
      names = "--push",
      paramLabel = "REMOTE",
      description = "push these branches to REMOTE; implies --branches")
  @Nullable String push;

  /** Returns {@code form} with the flags applied on top. */
  DeliveryOptions over(DeliveryOptions form) {
    DeliveryOptions styled = style == null ? form : form.in(LandingStyle.of(style));
    if (push != null) {
      return styled.onBranches(Optional.of(push));
    }
    return branches ? styled.onBranches(styled.push()) : styled;
  }
}
