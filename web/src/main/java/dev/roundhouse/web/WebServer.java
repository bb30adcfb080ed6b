package dev.roundhouse.web;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves the page and its API for one repository. It is a client of the ledger like every command:
 * it works beside any run, starts none, and holds no lock between requests.
 *
 * <p>Safe for use by any number of threads.
 */
public final class WebServer implements AutoCloseable {
  private static final int MOST_THREADS = 64;
  private static final int MOST_HEADERS = 16 << 10; // bytes
  private static final Duration IDLE = Duration.ofSeconds(30);

  private final Server server;
  private final ServerConnector connector;
  private final ServerSentEvents stream;
  private final AccessTokens tokens;
  private final String host;

  private WebServer(Settings settings, RepositorySource source)
      throws IOException, RefusedException {
    this.host = settings.host();
    this.tokens = AccessTokens.in(source.open().status().stateDir());
    this.stream = new ServerSentEvents(source, settings.heartbeat());
    QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS);
    threads.setName("roundhouse-web");
    threads.setDaemon(true);
    this.server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    http.setRequestHeaderSize(MOST_HEADERS);
    this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(settings.port());
    connector.setIdleTimeout(IDLE.toMillis());
    server.addConnector(connector);
    RequestGuard guard = new RequestGuard(host, tokens);
    server.setHandler(new RequestHandler(guard, new Api(source, settings.clock()), stream));
    server.setStopTimeout(0);
  }

  /**
   * The settings of a server. Immutable.
   *
   * @param host the address to listen on
   * @param port the port to listen on; 0 for any that is free
   * @param clock the source of time
   * @param heartbeat the pause after which a stream says that it is alive
   */
  public record Settings(String host, int port, InstantSource clock, Duration heartbeat) {
    /** The address that only this machine reaches. */
    public static final String LOOPBACK = "127.0.0.1";

    /** The port unless another one is chosen. */
    public static final int USUAL_PORT = 7420;

    /** Returns settings with the usual pause. */
    public static Settings of(String host, int port, InstantSource clock) {
      return new Settings(host, port, clock, Duration.ofSeconds(10));
    }
  }

  /**
   * Starts a server; it answers as soon as this returns.
   *
   * @throws RefusedException if the repository has no backlog, or the port is in use
   * @throws IOException if something cannot be read, or the address cannot be listened on
   */
  public static WebServer start(Settings settings, RepositorySource source)
      throws IOException, RefusedException {
    WebServer web = new WebServer(settings, source);
    try {
      web.server.start();
      return web;
    } catch (Exception failed) {
      web.close();
      throw explained(settings, failed);
    }
  }

  private static IOException explained(Settings settings, Exception failed)
      throws RefusedException {
    for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        throw RefusedException.input(
            "'" + settings.host() + "' is not an address of this machine",
            "leave out --host to listen on 127.0.0.1");
      }
      if (cause instanceof BindException) {
        throw RefusedException.input(
            settings.host() + " port " + settings.port() + " cannot be used: " + cause.getMessage(),
            "choose another port with --port, or --port 0 for any that is free");
      }
    }
    return new IOException("the server could not be started: " + failed.getMessage(), failed);
  }

  /** Returns the port it listens on. */
  public int port() {
    return connector.getLocalPort();
  }

  /** Returns the address of the page, without the token. */
  public URI address() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://" + shown + ":" + port() + "/");
  }

  /** Returns the link that a person opens; whoever has it can do what the page can. */
  public String link() {
    return address() + "#token=" + tokens.fresh();
  }

  /** Tells whether only this machine can reach it. */
  public boolean isLoopback() throws IOException {
    return InetAddress.getByName(host).isLoopbackAddress();
  }

  /** Returns the number of streams of events that are open. */
  int streams() {
    return stream.open();
  }

  /** Ends every request and stream, and frees the port. */
  @Override
  public void close() {
    stream.close();
    try {
      server.stop();
    } catch (Exception unclean) {
      System.getLogger(WebServer.class.getName())
          .log(System.Logger.Level.DEBUG, "the server did not stop cleanly", unclean);
    }
  }
}
