package dev.roundhouse.orchestrator.internal.preflight;

import dev.roundhouse.orchestrator.internal.agent.Template;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.git.branch.Remote;
import dev.roundhouse.orchestrator.internal.git.branch.WorkBranch;
import dev.roundhouse.orchestrator.options.DeliveryOptions;
import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.util.Optional;

/** Checks whether finished work can be handed over in the requested form. Stateless. */
final class LandingCheck {
  private LandingCheck() {}

  /**
   * Checks the form without writing anything.
   *
   * @return the template of the messages, or empty for the usual one
   * @throws RefusedException if work cannot be handed over in that form
   */
  static Optional<Template> check(Repository repository, DeliveryOptions form)
      throws IOException, RefusedException {
    if (form.branches() && repository.resolve("refs/heads/" + WorkBranch.FOLDER).isPresent()) {
      throw RefusedException.input(
          "there is already a branch named "
              + WorkBranch.FOLDER
              + ", so git cannot create branches below it, such as "
              + WorkBranch.FOLDER
              + "/BUG-1",
          "rename it with 'git branch -m " + WorkBranch.FOLDER + " NAME'");
    }
    if (form.push().isPresent() && !Remote.names(repository).contains(form.push().get())) {
      throw RefusedException.input(
          "there is no remote named '" + form.push().get() + "' to push to",
          "see 'git remote' for the names");
    }
    return form.message().isPresent()
        ? Optional.of(TemplateFile.message(repository.checkout(), form.message().get()))
        : Optional.empty();
  }
}
