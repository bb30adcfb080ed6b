package dev.roundhouse.orchestrator.internal.redaction;

import dev.roundhouse.orchestrator.internal.environment.GitConfigEnvironment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A secret whose exact text is known. Immutable. */
final class KnownSecret implements SecretPattern {
  private static final int SHORTEST = 8;
  private static final Pattern NAMES =
      Pattern.compile("(?i)(.*_)?(TOKEN|KEY|SECRET|PASSWORD|PASSWD)");

  private final byte[] value;

  KnownSecret(String value) {
    this.value = value.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the values in an environment under names of secrets, and of git's credentials. */
  static List<SecretPattern> in(Map<String, String> environment) {
    Stream<String> named =
        environment.entrySet().stream()
            .filter(each -> NAMES.matcher(each.getKey()).matches())
            .map(Map.Entry::getValue);
    return Stream.concat(named, new GitConfigEnvironment(environment).credentials().stream())
        .filter(each -> each.length() >= SHORTEST)
        .distinct()
        .<SecretPattern>map(KnownSecret::new)
        .toList();
  }

  @Override
  public byte first() {
    return value[0];
  }

  @Override
  public int end(byte[] bytes, int at, int size, boolean last) {
    int end = Math.min(size, at + value.length);
    for (int i = at; i < end; i++) {
      if (bytes[i] != value[i - at]) {
        return NONE;
      }
    }
    if (end - at == value.length) {
      return end;
    }
    return last ? NONE : MORE;
  }
}
