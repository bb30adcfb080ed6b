package dev.roundhouse.cli.command;

import dev.roundhouse.cli.terminal.Terminal;
import dev.roundhouse.orchestrator.run.RefusedException;
import dev.roundhouse.web.WebServer;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Serves the page. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Shows in a browser what needs you, what is running and what has landed, and lets you read"
          + " diffs, comment on their lines, approve, send back, retry and cancel. It works during"
          + " and between runs, and never starts one.",
      "Open the link that is printed: its token lets the browser in. Only this machine can connect"
          + " unless --host says otherwise. Ctrl-C stops the server.",
    },
    footer = {
      "roundhouse serve",
      "roundhouse serve --open            # also open it in your browser",
      "roundhouse serve --port 0          # on any free port",
    })
final class ServeCommand implements Callable<Integer> {
  private static final int LAST_PORT = 65_535;

  @ParentCommand private CommandContext parent = CommandContext.NONE;

  @Option(
      names = "--backlog",
      paramLabel = "DIR",
      description = "a directory of issue files inside the checkout; repeatable")
  private @Nullable List<String> backlog;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "the port to listen on; 0 for any free one (default: 7420)")
  private int port = WebServer.Settings.USUAL_PORT;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      description = "the address to listen on (default: 127.0.0.1, this machine only)")
  private String host = WebServer.Settings.LOOPBACK;

  @Option(names = "--open", description = "open the page in your browser")
  private boolean open;

  @Override
  public Integer call() throws IOException, RefusedException, InterruptedException {
    if (port < 0 || port > LAST_PORT) {
      throw RefusedException.input(
          "--port must be 0 to " + LAST_PORT + ", not " + port, "the default is 7420");
    }
    Terminal terminal = parent.terminal();
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger code = new AtomicInteger(ExitCode.OK.code());
    stopOn("INT", ExitCode.INTERRUPTED, code, end);
    stopOn("TERM", ExitCode.TERMINATED, code, end);
    RunFlags flags = new RunFlags();
    flags.issues.backlog = backlog;
    WebServer.Settings settings = WebServer.Settings.of(host, port, InstantSource.system());
    try (WebServer server =
        WebServer.start(settings, () -> new OrchestratorOpener(parent).with(flags).build())) {
      terminal.out().println("Open " + server.link());
      terminal.out().flush();
      terminal.err().println("Press Ctrl-C to stop the server; runs continue without it.");
      warn(terminal, server);
      await(end, server.link());
    }
    return code.get();
  }

  private void await(CountDownLatch end, String link) throws IOException, InterruptedException {
    if (!open) {
      end.await();
      return;
    }
    try (BrowserProgram opened = BrowserProgram.open(link, parent.terminal())) {
      end.await();
    }
  }

  private static void warn(Terminal terminal, WebServer server) throws IOException {
    if (!server.isLoopback()) {
      terminal
          .err()
          .println(
              "warning: other machines can connect, and the connection is not encrypted;"
                  + " anyone who has the link can land work");
    }
    terminal.err().flush();
  }

  private void stopOn(String signal, ExitCode as, AtomicInteger code, CountDownLatch end) {
    parent
        .terminal()
        .signals()
        .on(
            signal,
            () -> {
              code.set(as.code());
              end.countDown();
            });
  }
}
