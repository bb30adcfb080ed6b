package dev.roundhouse.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.graph.Graph;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.Graphs;
import com.google.common.graph.MutableGraph;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.roundhouse.core.testing.ProgramClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Packages form the floors that the table in docs/internals/architecture.md shows. */
class FloorsTest {
  private static final String ROOT = "dev.roundhouse.";
  private static final int MOST_IN_ROOT = 10; // types
  private static final int LARGEST_CYCLE = 3;
  private static final int SMALL = 25; // lines
  private static final int LONGEST = 350; // lines
  private static final int LONGEST_TEST = 400; // lines
  private static final Pattern ROW = Pattern.compile("\\| (\\d+) \\|([^|]*)\\|.*");
  private static final Pattern PACKAGE = Pattern.compile("`([a-z.]+)`");
  private static final JavaClasses CLASSES = ProgramClasses.below("dev.roundhouse");

  /** The floor of each package, as the page has it; the lowest is 1. */
  private static Map<String, Integer> floors() throws IOException {
    Map<String, Integer> floors = new HashMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/internals/architecture.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Matcher name = PACKAGE.matcher(row.group(2));
        while (name.find()) {
          assertThat(floors.put(ROOT + name.group(1), Integer.valueOf(row.group(1))))
              .as(name.group(1) + " stands in one row")
              .isNull();
        }
      }
    }
    return floors;
  }

  @Test
  void everyPackageStandsInTheTableAndNoOther() throws IOException {
    TreeSet<String> packages = new TreeSet<>();
    CLASSES.forEach(each -> packages.add(each.getPackageName()));

    assertThat(packages).isEqualTo(new TreeSet<>(floors().keySet()));
  }

  @Test
  void aPackageUsesOnlyThoseOnLowerFloors() throws IOException {
    Map<String, Integer> floors = floors();
    List<String> wrong =
        CLASSES.stream()
            .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
            .filter(each -> !isBelow(floors, each))
            .map(Dependency::getDescription)
            .toList();

    assertThat(wrong).isEmpty();
  }

  private static boolean isBelow(Map<String, Integer> floors, Dependency dependency) {
    String from = dependency.getOriginClass().getPackageName();
    String to = dependency.getTargetClass().getPackageName();
    return from.equals(to)
        || !to.startsWith(ROOT)
        || floors.getOrDefault(from, 0) > floors.getOrDefault(to, Integer.MAX_VALUE);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching(ROOT + "(**)").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void onlyWhatIsAboutGitStartsGit() {
    String git = ROOT + "orchestrator.internal.git";
    ArchRuleDefinition.noClasses()
        .that()
        .resideOutsideOfPackage(git + "..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(git + ".Git")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName(git + ".GitOutput")
        .check(CLASSES);
  }

  @Test
  void nothingOutsideTheOnePlaceReadsAClockOrSleepsOrExits() {
    ArchRuleDefinition.noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + "cli.Main")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  /** The package an embedder opens first is taken in at one look. */
  @Test
  void theRootPackageHasFewTypes() {
    List<String> types =
        CLASSES.stream()
            .filter(each -> each.getPackageName().equals(ROOT + "orchestrator"))
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getSimpleName)
            .filter(each -> !each.equals("package-info"))
            .toList();

    assertThat(types).isNotEmpty().hasSizeLessThanOrEqualTo(MOST_IN_ROOT);
  }

  /** Two types of one name cannot be told apart in a search, a stack trace or an import. */
  @Test
  void noTwoTypesShareASimpleName() {
    Map<String, String> seen = new HashMap<>();
    List<String> twice =
        CLASSES.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(each -> !each.getSimpleName().equals("package-info"))
            .filter(each -> seen.putIfAbsent(each.getSimpleName(), each.getName()) != null)
            .map(each -> each.getName() + " and " + seen.get(each.getSimpleName()))
            .toList();

    assertThat(twice).isEmpty();
  }

  @Test
  void theCommandLineUsesNothingInternal() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(ROOT + "cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..internal..")
        .check(CLASSES);
  }

  /** Classes that all need each other are one class in many files. */
  @Test
  void noMoreThanThreeClassesNeedEachOther() {
    MutableGraph<String> uses = GraphBuilder.directed().build();
    for (JavaClass each : CLASSES) {
      String from = topLevel(each);
      uses.addNode(from);
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        String to = topLevel(dependency.getTargetClass());
        if (to.startsWith(ROOT) && !to.equals(from)) {
          uses.putEdge(from, to);
        }
      }
    }
    Graph<String> users = Graphs.transpose(uses);
    Set<Set<String>> cycles = new HashSet<>();
    for (String each : uses.nodes()) {
      Set<String> cycle = new TreeSet<>(Graphs.reachableNodes(uses, each));
      cycle.retainAll(Graphs.reachableNodes(users, each));
      if (cycle.size() > LARGEST_CYCLE) {
        cycles.add(cycle);
      }
    }

    assertThat(cycles).isEmpty();
  }

  /**
   * What is small and has one caller is a part of that caller, and nested there. Counted is what a
   * reader of the file reads and what a move would move: its lines without package, imports and
   * blank ones, but with Javadoc. What other packages see may have a file for its name's sake, and
   * so may each command: what lists them all is no caller.
   */
  @Test
  void nothingSmallWithOneCallerHasAFileOfItsOwn() throws IOException {
    Map<String, Set<String>> callers = new HashMap<>();
    for (JavaClass each : CLASSES) {
      for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
        String used = topLevel(dependency.getTargetClass());
        if (!used.equals(topLevel(each))) {
          callers.computeIfAbsent(used, name -> new TreeSet<>()).add(topLevel(each));
        }
      }
    }
    Map<String, Set<String>> small = new TreeMap<>();
    for (JavaClass each : CLASSES) {
      Set<String> its = callers.getOrDefault(each.getName(), Set.of());
      if (isHidden(each) && its.size() == 1 && lines(each) < SMALL) {
        small.put(each.getName(), its);
      }
    }

    assertThat(small).as("types to nest in their only caller").isEmpty();
  }

  @Test
  void noFileIsLongerThanOneThing() throws IOException {
    Set<String> tooLong = new TreeSet<>();
    for (Path source : sources()) {
      int most = source.toString().contains("/src/test/") ? LONGEST_TEST : LONGEST;
      int lines = Files.readAllLines(source).size();
      if (lines > most) {
        tooLong.add(source.getFileName() + " has " + lines + " lines; at most " + most);
      }
    }

    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> all = Files.walk(Path.of(".."))) {
      return all.filter(each -> each.toString().matches(".*/src/(main|test)/java/.*\\.java"))
          .toList();
    }
  }

  private static boolean isHidden(JavaClass type) {
    return type.isTopLevelClass()
        && !type.getModifiers().contains(JavaModifier.PUBLIC)
        && !type.getSimpleName().equals("package-info")
        && !type.isAnnotatedWith(CommandLine.Command.class);
  }

  private static long lines(JavaClass type) throws IOException {
    String file = "src/main/java/" + type.getName().replace('.', '/') + ".java";
    for (String module : List.of("core", "orchestrator", "contracts", "report", "web", "cli")) {
      Path source = Path.of("..", module, file);
      if (Files.exists(source)) {
        return Files.readAllLines(source).stream()
            .filter(line -> !line.isBlank() && !line.matches("(package|import) .*"))
            .count();
      }
    }
    throw new AssertionError("no module has " + file);
  }

  private static String topLevel(JavaClass type) {
    JavaClass at = type.getBaseComponentType();
    while (at.getEnclosingClass().isPresent()) {
      at = at.getEnclosingClass().get();
    }
    return at.getName();
  }
}
