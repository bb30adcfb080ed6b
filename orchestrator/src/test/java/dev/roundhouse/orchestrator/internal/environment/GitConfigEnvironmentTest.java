package dev.roundhouse.orchestrator.internal.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.roundhouse.orchestrator.internal.redaction.Redaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configuration in variables, as git itself reads and writes it. */
class GitConfigEnvironmentTest {
  @TempDir Path temporary;

  private record Answer(int code, String text) {}

  private Answer git(Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).directory(temporary.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.environment().put("PATH", Objects.requireNonNull(System.getenv("PATH")));
    builder.environment().put("HOME", temporary.toString());
    builder.environment().put("GIT_CONFIG_NOSYSTEM", "1");
    Process process = builder.redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Answer(process.waitFor(), text.stripTrailing());
  }

  /** What git puts into the environment of what is started by {@code git -c key=value …}. */
  private String parameters(String... settings) throws Exception {
    List<String> words = new ArrayList<>();
    for (String each : settings) {
      words.addAll(List.of("-c", each));
    }
    words.addAll(List.of("-c", "alias.tell=!printenv GIT_CONFIG_PARAMETERS", "tell"));
    return git(Map.of(), words.toArray(String[]::new)).text();
  }

  private static Map<String, String> counted(String... settings) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put("GIT_CONFIG_KEY_" + i / 2, settings[i]);
      all.put("GIT_CONFIG_VALUE_" + i / 2, settings[i + 1]);
    }
    all.put("GIT_CONFIG_COUNT", Integer.toString(settings.length / 2));
    return all;
  }

  private String told(Map<String, String> environment, String key) throws Exception {
    return git(environment, "config", key).text();
  }

  @Test
  void whatIsPutBehindWinsHoweverTheOtherWasSetAndTheRestStays() throws Exception {
    Map<String, String> both = counted("gc.auto", "1", "rh.counted", "yes");
    both.put("GIT_CONFIG_PARAMETERS", parameters("gc.auto=2", "rh.passed=it's !so\n and so"));
    for (Map<String, String> each :
        List.of(
            Map.<String, String>of(),
            Map.of("GIT_CONFIG_COUNT", ""),
            counted("gc.auto", "1"),
            Map.of("GIT_CONFIG_PARAMETERS", parameters("gc.auto=2")),
            Map.of("GIT_CONFIG_PARAMETERS", "'gc.auto=3'"),
            both)) {
      Map<String, String> ours =
          new GitConfigEnvironment(each)
              .with("gc.auto", "0")
              .with("rh.quoted", "'one' !two \"three\"\nfour")
              .variables();

      assertThat(told(ours, "gc.auto")).as("%s", each).isEqualTo("0");
      assertThat(told(ours, "rh.quoted")).isEqualTo("'one' !two \"three\"\nfour");
    }
    Map<String, String> ours = new GitConfigEnvironment(both).with("gc.auto", "0").variables();
    assertThat(told(ours, "rh.counted")).isEqualTo("yes");
    assertThat(told(ours, "rh.passed")).isEqualTo("it's !so\n and so");
  }

  @Test
  void theSettingsAreReadAsGitReadsThem() throws Exception {
    Map<String, String> environment = counted("url.a=b.insteadOf", "one=1", "rh.empty", "");
    environment.put(
        "GIT_CONFIG_PARAMETERS",
        parameters("rh.passed=it's !so", "rh.yes", "url.x'y!.insteadOf=z=") + " 'rh.old=a=b' ");

    assertThat(new GitConfigEnvironment(environment).settings())
        .extracting(each -> each.key() + "\n" + each.value())
        .startsWith("url.a=b.insteadOf\none=1", "rh.empty\n", "rh.passed\nit's !so", "rh.yes\n")
        .contains("url.x'y!.insteadOf\nz=")
        .endsWith("rh.old\na=b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GIT_CONFIG_COUNT=abc",
        "GIT_CONFIG_COUNT=1 ",
        "GIT_CONFIG_COUNT=-1",
        "GIT_CONFIG_COUNT=3",
        "GIT_CONFIG_COUNT=99999999999",
        "GIT_CONFIG_COUNT=0x1",
        "GIT_CONFIG_COUNT=",
        "GIT_CONFIG_COUNT=0",
        "GIT_CONFIG_COUNT= 1",
        "GIT_CONFIG_COUNT=+1",
        "GIT_CONFIG_COUNT=0000000000002",
        "GIT_CONFIG_KEY_0=plain",
        "GIT_CONFIG_KEY_0=",
        "GIT_CONFIG_KEY_0=.name",
        "GIT_CONFIG_KEY_0=section.",
        "GIT_CONFIG_KEY_0=section.9",
        "GIT_CONFIG_KEY_0=sec_tion.name",
        "GIT_CONFIG_KEY_0=section.under_score",
        "GIT_CONFIG_KEY_0=section.a b.c'd.name",
        "GIT_CONFIG_KEY_0=section.a\nb.name",
        "GIT_CONFIG_PARAMETERS=",
        "GIT_CONFIG_PARAMETERS=a.b=c",
        "GIT_CONFIG_PARAMETERS='a.b'=c",
        "GIT_CONFIG_PARAMETERS='a.b'='c",
        "GIT_CONFIG_PARAMETERS='a.b'='c' x",
        "GIT_CONFIG_PARAMETERS='a.b'='c''a.d'='e'",
        "GIT_CONFIG_PARAMETERS= 'a.b'='c'",
        "GIT_CONFIG_PARAMETERS='a.b'='c' ",
        "GIT_CONFIG_PARAMETERS='a.b'='c'  'a.d=e' 'a.f'",
        "GIT_CONFIG_PARAMETERS='ab'='c'",
        "GIT_CONFIG_PARAMETERS='a.b'="
      })
  void whatGitRefusesIsSaidAndNothingElseIs(String changed) throws Exception {
    Map<String, String> environment = counted("a.b", "c", "d.e", "f");
    int equals = changed.indexOf('=');
    environment.put(changed.substring(0, equals), changed.substring(equals + 1));

    boolean refused = git(environment, "config", "--list").code() != 0;

    GitConfigEnvironment read = new GitConfigEnvironment(environment);
    assertThat(read.problem().isPresent()).isEqualTo(refused);
    if (refused) {
      assertThat(read.problem().orElseThrow()).contains("GIT_CONFIG_");
      assertThatThrownBy(() -> read.with("a.b", "c")).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aKeyThatGitDoesNotTakeIsNotShownAsItMayHoldAPassword() {
    String key = "url.https://ci:swordfish@example.org/.9";
    for (Map<String, String> each :
        List.of(counted(key, "x"), Map.of("GIT_CONFIG_PARAMETERS", "'" + key + "'='x'"))) {
      assertThat(new GitConfigEnvironment(each).problem().orElseThrow())
          .contains("section.name")
          .doesNotContain("swordfish");
    }
  }

  @Test
  void aMissingHalfOfAPairIsNamed() {
    Map<String, String> environment = counted("a.b", "c", "d.e", "f");
    environment.remove("GIT_CONFIG_VALUE_1");
    assertThat(new GitConfigEnvironment(environment).problem().orElseThrow())
        .isEqualTo("GIT_CONFIG_COUNT is 2, but GIT_CONFIG_VALUE_1 is not set");
    environment.remove("GIT_CONFIG_KEY_0");
    assertThat(new GitConfigEnvironment(environment).problem().orElseThrow())
        .isEqualTo("GIT_CONFIG_COUNT is 2, but GIT_CONFIG_KEY_0 is not set");
  }

  @Test
  void credentialsInItAreRedactedAndNothingElseIs() throws Exception {
    Map<String, String> environment =
        counted(
            "http.https://example.org/.extraHeader", "AUTHORIZATION: basic dXNlcjpodXNoaHVzaA==",
            "url.https://ci:swordfish-1@example.org/.insteadOf", "https://example.org/",
            "safe.directory", "/work/tree/here",
            "credential.helper", "osxkeychain");
    environment.put(
        "GIT_CONFIG_PARAMETERS",
        parameters(
            "credential.helper=!f() { echo \"username=builder1\"; echo \"password=swordfish-2\"; }; f",
            "sendemail.smtpPass=swordfish-3",
            "http.proxy=http://builder1:swordfish-4@proxy:8080"));
    String harmless = "/work/tree/here https://example.org/ osxkeychain builder1 AUTHORIZATION";

    assertThat(
            Redaction.redacted(
                "dXNlcjpodXNoaHVzaA== swordfish-1 swordfish-2 swordfish-3 swordfish-4 swordfish-5 "
                    + harmless,
                environment))
        .isEqualTo(
            "[redacted] [redacted] [redacted] [redacted] [redacted] swordfish-5 " + harmless);
    assertThat(new GitConfigEnvironment(environment).withoutCredentials().toString())
        .doesNotContain("swordfish", "dXNlcjpodXNoaHVzaA")
        .contains("/work/tree/here", "smtpPass");
  }
}
