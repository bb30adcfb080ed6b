package dev.roundhouse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.run.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another site, another name for this machine, or a program without the token can do. */
class RequestGuardTest {
  @TempDir Path temporary;
  private ServedProject project;

  @BeforeEach
  void serve() throws Exception {
    project = new ServedProject(temporary);
    project.git().issue("A-1").commitAll("backlog");
    project.serve();
  }

  @AfterEach
  void end() {
    project.close();
  }

  private String raw(String head) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), project.server().port())) {
      String text = head.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aNameThatLeadsHereIsNotEnough() throws IOException {
    int port = project.server().port();
    String token = "\nAuthorization: Bearer " + project.token();

    assertThat(raw("GET / HTTP/1.1\nHost: evil.example:" + port)).startsWith("HTTP/1.1 421");
    assertThat(raw("GET /api/v1/home HTTP/1.1\nHost: evil.example" + token))
        .startsWith("HTTP/1.1 421")
        .doesNotContain("needsYou");
    assertThat(raw("GET /api/v1/home HTTP/1.1\nHost: 127.0.0.1.evil.example" + token))
        .startsWith("HTTP/1.1 421");
    assertThat(raw("GET /api/v1/home HTTP/1.1\nHost: localhost:" + port + token))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void anotherSiteCannotAskEvenWithTheToken() throws Exception {
    HttpResponse<String> foreign =
        project.send(project.request("api/v1/home").header("Origin", "http://evil.example"));
    HttpResponse<String> nowhere =
        project.send(project.request("api/v1/home").header("Origin", "null"));
    HttpResponse<String> cross =
        project.send(project.request("api/v1/home").header("Sec-Fetch-Site", "cross-site"));

    assertThat(foreign.statusCode()).isEqualTo(403);
    assertThat(foreign.body()).contains("foreign-origin").doesNotContain("needsYou");
    assertThat(nowhere.statusCode()).isEqualTo(403);
    assertThat(cross.statusCode()).isEqualTo(403);
  }

  @Test
  void withoutTheTokenNothingIsReadOrChanged() throws Exception {
    URI home = URI.create(project.server().address() + "api/v1/home");
    URI cancel = URI.create(project.server().address() + "api/v1/issues/A-1/cancel");
    HttpRequest.Builder change =
        HttpRequest.newBuilder(cancel)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"version\":0}"));

    assertThat(project.send(HttpRequest.newBuilder(home)).statusCode()).isEqualTo(401);
    assertThat(project.send(change.copy()).statusCode()).isEqualTo(401);
    String almost = project.token().substring(1);
    assertThat(project.send(change.copy().header("Authorization", "Bearer " + almost)).statusCode())
        .isEqualTo(401);
    assertThat(
            project.send(change.copy().header("Cookie", "token=" + project.token())).statusCode())
        .as("a browser sends cookies by itself, so they count for nothing")
        .isEqualTo(401);
    assertThat(project.version("A-1")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "board", "page.js", "health", "metrics", "nothing", "api/v1/home"})
  void everyAnswerLimitsWhatABrowserDoesWithIt(String path) throws Exception {
    HttpResponse<String> answer = project.get(path);

    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.headers().map())
        .containsKeys("x-content-type-options", "referrer-policy", "x-frame-options")
        .doesNotContainKeys("server", "access-control-allow-origin", "set-cookie");
  }

  @Test
  void whatIsStoredOpensNothing() throws IOException {
    String stored = Files.readString(project.stateDir().resolve("serve.tokens"));

    assertThat(stored).hasSize(65).doesNotContain(project.token());
    assertThat(AccessTokens.in(project.stateDir()).accepts(project.token())).isTrue();
    assertThat(AccessTokens.in(project.stateDir()).accepts(stored.strip())).isFalse();
  }

  @Test
  void onlyTheTokensOfTheLastStartsAreValid() throws IOException {
    String first = project.token();
    AccessTokens last = AccessTokens.in(project.stateDir());
    for (int i = 0; i < 8; i++) {
      last = AccessTokens.in(project.stateDir());
    }

    assertThat(last.accepts(last.fresh())).isTrue();
    assertThat(last.accepts(first)).isFalse();
  }

  @Test
  void onlyThisMachineCanConnectUnlessAskedFor() throws IOException {
    assertThat(project.server().address().getHost()).isEqualTo("127.0.0.1");
    assertThat(project.server().isLoopback()).isTrue();
  }

  @Test
  void aPortInUseIsSaidAtOnce() {
    WebServer.Settings same =
        WebServer.Settings.of("127.0.0.1", project.server().port(), InstantSource.system());

    assertThatThrownBy(() -> WebServer.start(same, () -> project.git().orchestrator().build()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("127.0.0.1 port " + project.server().port())
        .hasMessageContaining("Address already in use");
  }

  @Test
  void anAddressOfAnotherMachineIsRefused() {
    for (String host : List.of("192.0.2.1", "no-such-host.invalid")) {
      WebServer.Settings there = WebServer.Settings.of(host, 0, InstantSource.system());
      assertThatThrownBy(() -> WebServer.start(there, () -> project.git().orchestrator().build()))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining(host);
    }
  }

  @Test
  void theSixthVersionOfTheLoopbackAddressWorksAsWell() throws Exception {
    WebServer.Settings six = WebServer.Settings.of("::1", 0, InstantSource.system());
    try (WebServer server = WebServer.start(six, () -> project.git().orchestrator().build())) {
      assertThat(server.isLoopback()).isTrue();
      assertThat(server.link()).startsWith("http://[::1]:");
      HttpRequest.Builder health = HttpRequest.newBuilder(server.address().resolve("/health"));
      assertThat(project.send(health).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void nothingButAJsonObjectOfAReasonableSizeIsAccepted() throws Exception {
    String path = "api/v1/issues/A-1/cancel";
    HttpRequest.Builder form =
        project
            .request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString("version=0"));
    HttpRequest.Builder json = project.request(path).header("Content-Type", "application/json");

    assertThat(project.send(form).statusCode()).isEqualTo(415);
    assertThat(project.send(json.copy().POST(BodyPublishers.ofString("{"))).statusCode())
        .isEqualTo(400);
    assertThat(project.send(json.copy().POST(BodyPublishers.ofString("[1]"))).statusCode())
        .isEqualTo(400);
    assertThat(project.post(path, Map.of("reason", "x".repeat(300_000))).statusCode())
        .isEqualTo(413);
    assertThat(project.post(path, Map.of()).statusCode()).as("no version").isEqualTo(400);
    assertThat(project.version("A-1")).isZero();
  }
}
