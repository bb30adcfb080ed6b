package dev.roundhouse.web;

import com.google.common.hash.Hashing;
import dev.roundhouse.core.io.AtomicFile;
import dev.roundhouse.core.io.Directories;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * The tokens that open the page. Each start makes a new random one, and those of the last starts
 * stay valid, so that a page which is open survives a restart of its server. Only their hashes are
 * stored: whoever reads the file learns no token. Immutable.
 */
final class AccessTokens {
  private static final int MOST = 8;
  private static final int BYTES = 32;

  private final String fresh;
  private final List<byte[]> valid;

  private AccessTokens(String fresh, List<String> hashes) {
    this.fresh = fresh;
    this.valid = hashes.stream().map(each -> each.getBytes(StandardCharsets.US_ASCII)).toList();
  }

  /** Makes a token, and stores its hash below {@code stateDir}. */
  static AccessTokens in(Path stateDir) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    String fresh = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    AtomicFile file = new AtomicFile(Directories.create(stateDir).resolve("serve.tokens"));
    String before =
        file.read().map(bytes -> new String(bytes, StandardCharsets.US_ASCII)).orElse("");
    List<String> hashes =
        Stream.concat(Stream.of(hash(fresh)), before.lines()).limit(MOST).toList();
    file.replace((String.join("\n", hashes) + "\n").getBytes(StandardCharsets.US_ASCII));
    return new AccessTokens(fresh, hashes);
  }

  private static String hash(String token) {
    return Hashing.sha256().hashString(token, StandardCharsets.UTF_8).toString();
  }

  /** Returns the token of this start. */
  String fresh() {
    return fresh;
  }

  /** Tells whether {@code token} is valid, in a time that says nothing about it. */
  boolean accepts(String token) {
    byte[] given = hash(token).getBytes(StandardCharsets.US_ASCII);
    boolean isValid = false;
    for (byte[] each : valid) {
      isValid |= MessageDigest.isEqual(each, given);
    }
    return isValid;
  }
}
