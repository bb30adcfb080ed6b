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
 * The environment of processes in worktree slots: the same in all, plus, if configured, the number
 * and the name of the slot, for ports, databases and containers of its own. Immutable.
 *
 * @param common the variables that are the same in all slots
 * @param repository the name of the repository, unique on its machine; empty if slots are not named
 * @param gates the offset of the numbers of gates' slots
 * @param wanted the members of {@link #NAMES} that are set
 */
public record SlotEnvironment(
    Map<String, String> common, String repository, int gates, Set<String> wanted) {
  /** The variable with a slot's number: 1, 2, … */
  public static final String NUMBER = "ROUNDHOUSE_SLOT";

  /** The variable with a slot's name, which is unique on the machine. */
  public static final String NAME = "ROUNDHOUSE_SLOT_NAME";

  /** The variables that describe a slot. */
  public static final Set<String> NAMES = Set.of(NUMBER, NAME);

  private static final Pattern SLOT = Pattern.compile("(w|gate-)([0-9]{1,6})");
  private static final int LEAST_GATES = 100;
  private static final int LONGEST = 24;

  /** Copies the collections. */
  public SlotEnvironment {
    common = Map.copyOf(common);
    wanted = Set.copyOf(wanted);
  }

  /** Creates an environment without variables for slots. */
  public static SlotEnvironment of(Map<String, String> common) {
    return new SlotEnvironment(common, "", 0, Set.of());
  }

  /**
   * Returns the same environment with variables for the slots of the repository at {@code
   * commonDir}.
   *
   * @param commonDir its git directory, which two repositories cannot share
   * @param workers the number of workers; gates' numbers keep clear of theirs
   * @param names the members of {@link #NAMES} to set
   * @throws IOException if {@code commonDir} cannot be read
   */
  public SlotEnvironment withSlotVariables(Path commonDir, int workers, Set<String> names)
      throws IOException {
    Path place = commonDir.toRealPath();
    String hash = Hashing.sha256().hashString(place.toString(), StandardCharsets.UTF_8).toString();
    return new SlotEnvironment(
        common,
        word(project(place)) + "-" + hash.substring(0, 10),
        Math.max(LEAST_GATES, 2 * workers),
        names);
  }

  /** Tells whether processes in two slots get different environments. */
  public boolean differs() {
    return !wanted.isEmpty();
  }

  /** Returns the whole environment in the slot at {@code worktree}. */
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

  /** Reduces a folder's name to small letters, digits and hyphens. */
  private static String word(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    String cut = plain.substring(0, Math.min(LONGEST, plain.length()));
    String word = cut.replaceAll("^-+|-+$", "");
    return word.isEmpty() ? "repository" : word;
  }
}
