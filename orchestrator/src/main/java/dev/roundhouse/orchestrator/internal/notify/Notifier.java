package dev.roundhouse.orchestrator.internal.notify;

import dev.roundhouse.orchestrator.internal.context.RunRequest;
import dev.roundhouse.orchestrator.internal.git.Repository;
import dev.roundhouse.orchestrator.internal.preflight.ChildEnvironment;
import dev.roundhouse.orchestrator.internal.preflight.ProgramFinder;
import dev.roundhouse.orchestrator.internal.process.Program;
import dev.roundhouse.orchestrator.internal.process.RunToken;
import dev.roundhouse.orchestrator.options.DeliveryOptions.Notification;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.orchestrator.run.RunEvent;
import dev.roundhouse.orchestrator.run.RunListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Passes each event of a run on to a listener, and notifies the configured recipients. Each
 * recipient has a thread, so that none waits for another and no run waits for any; at the end they
 * have a few seconds. Messages that were not delivered become a warning at the end of a run.
 *
 * <p>As a listener, it is called as {@link RunListener} says. {@link #close} is called by one
 * thread, after the last event.
 */
public final class Notifier implements RunListener, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final RunListener listener;
  private final List<Deliveries> all = new ArrayList<>();
  private final AtomicReference<String> line = new AtomicReference<>("");
  private final RunListener lines;
  private final CompletableFuture<Void> stop = new CompletableFuture<>();

  private Notifier(RunRequest request, List<Notification> chosen, List<Recipient> recipients) {
    this.listener = request.listener();
    this.lines = RunListener.jsonLines(request.clock(), line::set);
    for (int i = 0; i < chosen.size(); i++) {
      all.add(new Deliveries(recipients.get(i), chosen.get(i).on(), stop));
    }
  }

  /**
   * Returns the notifier of the runs of {@code request}.
   *
   * @throws RefusedException if a recipient cannot be notified as configured
   */
  public static Notifier of(Repository repository, RunRequest request) throws RefusedException {
    List<Notification> chosen = request.options().form().notifications();
    return new Notifier(request, chosen, recipients(repository, request));
  }

  /**
   * Returns the names of the configured recipients.
   *
   * @throws RefusedException if a recipient cannot be notified as configured
   */
  public static List<String> names(Repository repository, RunRequest request)
      throws RefusedException {
    return recipients(repository, request).stream().map(Recipient::name).toList();
  }

  /**
   * Sends one test message to each configured recipient. Returns what went wrong, by the name of
   * the recipient; empty if nothing did.
   *
   * @throws RefusedException if a recipient cannot be notified as configured
   * @throws InterruptedException if the calling thread was interrupted
   */
  public static Map<String, Optional<String>> tryAll(Repository repository, RunRequest request)
      throws RefusedException, InterruptedException {
    Message message = Message.trial(request.clock());
    Map<String, Optional<String>> answers = new LinkedHashMap<>();
    for (Recipient each : recipients(repository, request)) {
      try {
        each.deliver(message, new CompletableFuture<>());
        answers.put(each.name(), Optional.empty());
      } catch (Recipient.UndeliveredException failed) {
        answers.put(each.name(), Optional.of(String.valueOf(failed.getMessage())));
      }
    }
    return answers;
  }

  private static List<Recipient> recipients(Repository repository, RunRequest request)
      throws RefusedException {
    List<Recipient> recipients = new ArrayList<>();
    for (Notification each : request.options().form().notifications()) {
      if (each.command().isPresent()) {
        Program program =
            new ProgramFinder(repository, request).find("notification", each.command().get());
        recipients.add(new NotifyCommand(program, each.timeout(), place(repository, request)));
      } else {
        recipients.add(Webhook.of(each, request.environment()));
      }
    }
    return recipients;
  }

  private static NotifyCommand.Place place(Repository repository, RunRequest request) {
    ChildEnvironment environment =
        new ChildEnvironment(
            request.environment(),
            request.options().agents().environment(),
            request.options().form().secretVariables());
    return new NotifyCommand.Place(
        repository.checkout(),
        repository.stateDir().resolve("notify"),
        environment.plain(),
        new RunToken(RunToken.outsideRuns(repository.commonDir())));
  }

  @Override
  public void on(RunEvent event) {
    listener.on(event);
    if (all.isEmpty()) {
      return;
    }
    lines.on(event);
    String rendered = Objects.requireNonNull(line.get());
    Message.of(event, rendered).ifPresent(message -> all.forEach(each -> each.add(message)));
    if (event instanceof RunEvent.Finished) {
      report();
    }
  }

  private void report() {
    all.forEach(
        each ->
            each.trouble()
                .ifPresent(what -> listener.on(new RunEvent.Noticed(true, "notify: " + what))));
  }

  /** Waits until everything is delivered, but not for long, and ends what is still under way. */
  @Override
  public void close() {
    CompletableFuture<?>[] ends =
        all.stream().map(Deliveries::end).toArray(CompletableFuture<?>[]::new);
    CompletableFuture.allOf(ends)
        .completeOnTimeout(null, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    stop.complete(null);
    all.forEach(Deliveries::awaitEnd);
    report();
  }
}
