package dev.roundhouse.orchestrator.internal.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are replaced wherever reads happen to cut them; every other byte stays as it is. */
class RedactionTest {
  private static final String KEY =
      "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\nBG5vbmUAAAAEbm9uZQ==\n"
          + "-----END OPENSSH PRIVATE KEY-----";
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "MY_TOKEN", "correct horse",
          "MY_API_KEY", "correct horse battery $taple",
          "MY_PASSWORD", "short",
          "MY_NAME", "no secret at all");

  private static byte[] redacted(byte[] printed, int piece) {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    Redaction redaction = new Redaction(kept::write, ENVIRONMENT);
    for (int at = 0; at < printed.length; at += piece) {
      int length = Math.min(piece, printed.length - at);
      byte[] chunk = new byte[length];
      System.arraycopy(printed, at, chunk, 0, length);
      redaction.take(chunk, length);
    }
    redaction.finish();
    return kept.toByteArray();
  }

  private static String redacted(String printed, int piece) {
    return new String(
        redacted(printed.getBytes(StandardCharsets.UTF_8), piece), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sk-ant-api03-AbCdEfGh_1234567890-xyz",
        "sk-proj-AbCdEfGh1234567890",
        "ghp_AbCdEfGh1234567890AbCdEfGh1234567890",
        "ghs_AbCdEfGh1234567890AbCdEfGh1234567890",
        "github_pat_11AAAAAAA0_AbCdEfGh1234567890",
        "glpat-AbCdEfGh1234567890",
        "AKIAIOSFODNN7EXAMPLE",
        "xoxb-1234567890-AbCdEfGh",
        "Bearer AbCdEfGh.1234567890~+/==",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N",
        "correct horse",
        "correct horse battery $taple",
        KEY
      })
  void aSecretIsReplacedHoweverItIsCut(String secret) {
    for (int piece = 1; piece <= secret.length() + 1; piece++) {
      assertThat(redacted("before \"" + secret + "\" after\n" + secret, piece))
          .isEqualTo("before \"[redacted]\" after\n[redacted]");
    }
    assertThat(redacted("\033[31m" + secret + "\033[0m", 3)).isEqualTo("\033[31m[redacted]\033[0m");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a risk-assessment-and-mitigation-plan of desk-",
        "Bearer of bad news, ghp_short, sk-ant-",
        "short is no secret at all, nor is correct hors",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "-----",
        "-----BEGIN PRIVATE",
        "eyJhbGciOi",
        ""
      })
  void whatOnlyLooksLikeOneStays(String harmless) {
    for (int piece = 1; piece <= harmless.length() + 1; piece++) {
      assertThat(redacted(harmless, piece)).isEqualTo(harmless);
    }
  }

  @Test
  void aKeyThatIsCutOffIsReplacedAsFarAsItGoesAndAnEndlessOneOnlyAsFarAsAKeyCanGo() {
    assertThat(redacted("x " + KEY.substring(0, 70), 7)).isEqualTo("x [redacted]");
    String endless = KEY.substring(0, 40) + "a".repeat(100_000);
    assertThat(redacted(endless, 1000)).startsWith("[redacted]a").hasSizeBetween(80_000, 90_000);
  }

  @Test
  void aTokenOfAnyLengthIsReplacedWithoutBeingHeld() {
    assertThat(redacted("ghp_" + "a".repeat(10_000_000) + " b", 65_536)).isEqualTo("[redacted] b");
  }

  @Test
  void everyOtherByteSurvives() {
    byte[] noise = new byte[300_000];
    new Random(7).nextBytes(noise);

    assertThat(redacted(noise, 4093)).isEqualTo(noise);
  }
}
