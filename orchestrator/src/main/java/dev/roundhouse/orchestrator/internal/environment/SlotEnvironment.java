package dev.roundhouse.orchestrator.internal.environment;

import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment of what is started in worktree slots: the same in all, and where that is asked
 * for the number and the name of the slot beside it, for ports, databases and containers of its
 * own. Immutable.
 *
 * @param common what is the same in all
 * @param repository names the repository, alone on its machine; empty where nothing is told
 * @param gates what the numbers of gates' slots count on from
 * @param wanted which of {@link #NAMES} are told
 */
public record SlotEnvironment(
    Map<String, String> common, String repository, int gates, Set<String> wanted) {
  /** A slot's number: 1, 2, … */
  public static final String NUMBER = "ROUNDHOUSE_SLOT";

  /** A slot's name, which no other slot on the machine has. */
  public static final String NAME = "ROUNDHOUSE_SLOT_NAME";

  /** The variables that tell of a slot. */
  public static final Set<String> NAMES = Set.of(NUMBER, NAME);

  private static final Pattern SLOT = Pattern.compile("(w|gate-)([0-9]{1,6})");
  private static final int LEAST_GATES = 100;
  private static final int LONGEST = 24;

  /** Copies the collections. */
  public SlotEnvironment {
    common = Map.copyOf(common);
    wanted = Set.copyOf(wanted);
  }

  /** One that tells nothing of slots. */
  public static SlotEnvironment of(Map<String, String> common) {
    return new SlotEnvironment(common, "", 0, Set.of());
  }

  /**
   * The same, which tells of the slots of the repository at {@code commonDir}.
   *
   * @param commonDir its git directory, which two repositories cannot share
   * @param workers how many work at once; gates' numbers keep clear of theirs
   * @param names which of {@link #NAMES} are told
   * @throws IOException if {@code commonDir} cannot be read
   */
  public SlotEnvironment telling(Path commonDir, int workers, Set<String> names)
      throws IOException {
    Path place = commonDir.toRealPath();
    String hash = Hashing.sha256().hashString(place.toString(), StandardCharsets.UTF_8).toString();
    return new SlotEnvironment(
        common,
        word(project(place)) + "-" + hash.substring(0, 10),
        Math.max(LEAST_GATES, 2 * workers),
        names);
  }

  /** Whether what is started in two slots is told two things. */
  public boolean differs() {
    return !wanted.isEmpty();
  }

  /** The whole environment in the slot at {@code worktree}. */
  public Map<String, String> in(Path worktree) {
    Map<String, String> all = new HashMap<>(common);
    Matcher slot = SLOT.matcher(String.valueOf(worktree.getFileName()));
    if (slot.matches()) {
      int base = slot.group(1).equals("w") ? 0 : gates;
      put(all, NUMBER, Integer.toString(base + Integer.parseInt(slot.group(2))));
      put(all, NAME, repository + "-" + slot.group());
    }
    return all;
  }

  private void put(Map<String, String> all, String name, String value) {
    if (wanted.contains(name)) {
      all.put(name, value);
    }
  }

  private static String project(Path commonDir) {
    Path named = commonDir.endsWith(".git") ? commonDir.getParent() : commonDir;
    return String.valueOf(Objects.requireNonNullElse(named, commonDir).getFileName());
  }

  /** What is left of a folder's name where only small letters, digits and hyphens are allowed. */
  private static String word(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
    String word = cut.replaceAll("^-+|-+$", "");
    return word.isEmpty() ? "repository" : word;
  }
}
