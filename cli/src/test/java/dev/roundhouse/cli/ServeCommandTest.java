package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.core.testing.Patience;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page, served by a process of its own. */
class ServeCommandTest extends CommandFixture {
  private static final Pattern LINK =
      Pattern.compile("Open (http://127\\.0\\.0\\.1:(\\d+)/)#token=(\\S+)\n");

  private @Nullable Process server;

  @BeforeEach
  void makeBacklog() {
    git.issue("A-1").commitAll("backlog");
  }

  @AfterEach
  void end() {
    if (server != null) {
      server.destroyForcibly();
    }
  }

  private Matcher serve() throws IOException {
    return serve(Map.of());
  }

  private Matcher serve(Map<String, String> environment, String... more) throws IOException {
    Path log = temporary.resolve("log");
    String[] words = new String[more.length + 3];
    words[0] = "serve";
    words[1] = "--port";
    words[2] = "0";
    System.arraycopy(more, 0, words, 3, more.length);
    Process started = shell.startWith(environment, log, words);
    server = started;
    Patience.await().until(() -> LINK.matcher(Files.readString(log)).find() || !started.isAlive());
    Matcher link = LINK.matcher(Files.readString(log));
    assertThat(link.find()).as(Files.readString(log)).isTrue();
    return link;
  }

  private static String get(URI address, String token) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(address).header("Authorization", "Bearer " + token).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void itsLinkOpensThePageUntilCtrlC() throws Exception {
    Matcher link = serve();
    URI page = URI.create(link.group(1));

    assertThat(get(page, "")).contains("<title>Roundhouse</title>");
    assertThat(get(page.resolve("/health"), "")).contains("\"status\":\"ok\"");
    assertThat(get(page.resolve("/api/v1/home"), link.group(3))).contains("\"A-1\"");

    Process running = Objects.requireNonNull(server);
    new ProcessBuilder("kill", "-INT", Long.toString(running.pid())).start().waitFor();
    assertThat(Patience.exitCode(running)).isEqualTo(130);
    assertThatThrownBy(() -> get(page, "")).isInstanceOf(ConnectException.class);
  }

  @Test
  void itWorksBesideARunAndNeitherStopsNorStartsOne() throws Exception {
    Matcher link = serve();
    URI home = URI.create(link.group(1) + "api/v1/home");

    assertThat(run(EDIT).code()).isZero();

    assertThat(get(home, link.group(3))).contains("\"landed\":[{\"id\":\"A-1\"");
    git.issue("A-2").commitAll("more");
    assertThat(get(home, link.group(3))).contains("\"next\":[{\"id\":\"A-2\"");
    assertThat(shell.type("status").out()).contains("no run is active");
  }

  @Test
  void aPortInUseOrOutOfRangeIsRefusedWithWhatToTypeNext() throws Exception {
    try (ServerSocket other = new ServerSocket(0)) {
      String port = Integer.toString(other.getLocalPort());
      Shell.Answer answer = shell.type("serve", "--port", port);

      assertThat(answer.code()).isEqualTo(2);
      assertThat(answer.err()).contains("127.0.0.1 port " + port + " cannot be used", "--port 0");
    }
    assertThat(shell.type("serve", "--port", "70000").code()).isEqualTo(2);
  }

  @Test
  void outsideOfARepositoryThereIsNothingToServe() {
    Shell.Answer answer = shell.type("-C", temporary.toString(), "serve", "--port", "0");

    assertThat(answer.code()).isEqualTo(2);
    assertThat(answer.out()).doesNotContain("token");
  }

  @Test
  void theBrowserIsGivenAFileThatOnlyItsUserCanReadAndNotTheToken() throws Exception {
    Path seen = temporary.resolve("seen");
    Path programs = Files.createDirectories(temporary.resolve("programs"));
    Path opener = programs.resolve("xdg-open");
    Files.writeString(
        opener,
        "#!/bin/sh\nstat -c %a \"$(dirname \"$1\")\" >>'"
            + seen
            + "'\ncat \"$1\" >>'"
            + seen
            + "'\nexec sleep 0\n");
    assertThat(opener.toFile().setExecutable(true)).isTrue();
    Matcher link = serve(Map.of("PATH", programs + ":" + System.getenv("PATH")), "--open");

    Patience.await().until(() -> Files.exists(seen) && Files.readString(seen).contains("</a>"));
    assertThat(Files.readString(seen)).startsWith("700\n").contains("#token=" + link.group(3));
  }
}
