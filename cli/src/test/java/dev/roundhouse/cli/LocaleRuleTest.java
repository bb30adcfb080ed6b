package dev.roundhouse.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.roundhouse.core.testing.ProgramClasses;
import java.lang.reflect.Executable;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Scanner;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Nothing depends on the language of the JVM. The compiler refuses most of it (Error Prone's {@code
 * DefaultLocale}); this rule has no list of methods to keep: whatever could be given a locale must
 * be given one.
 */
class LocaleRuleTest {
  /** What takes the default locale and has no twin that takes another. */
  private static final Set<String> ALWAYS =
      Set.of(
          "java.util.Locale.getDefault",
          "java.util.Scanner.<init>",
          "java.text.DecimalFormat.<init>",
          "java.text.MessageFormat.format",
          "java.time.format.DateTimeFormatter.ofLocalizedDate",
          "java.time.format.DateTimeFormatter.ofLocalizedTime",
          "java.time.format.DateTimeFormatter.ofLocalizedDateTime");

  private static final ArchCondition<JavaClass> NAME_A_LOCALE =
      new ArchCondition<>("name a locale wherever one can be given") {
        @Override
        public void check(JavaClass checked, ConditionEvents events) {
          for (JavaCodeUnitAccess<?> each : checked.getCodeUnitAccessesFromSelf()) {
            if (takesTheDefault(each.getTarget())) {
              events.add(SimpleConditionEvent.violated(each, each.getDescription()));
            }
          }
        }
      };

  private static final JavaClasses EVERYTHING = ProgramClasses.below("dev.roundhouse");

  private static boolean takesTheDefault(CodeUnitAccessTarget target) {
    String owner = target.getOwner().getName();
    return owner.startsWith("java.")
        && (ALWAYS.contains(owner + "." + target.getName()) || hasTwin(target));
  }

  /** Whether there is another of that name with the same parameters and a locale. */
  private static boolean hasTwin(CodeUnitAccessTarget target) {
    List<String> given = target.getRawParameterTypes().stream().map(JavaClass::getName).toList();
    Class<?> owner = target.getOwner().reflect();
    Stream<? extends Executable> all =
        target.getName().equals("<init>")
            ? Arrays.stream(owner.getConstructors())
            : Arrays.stream(owner.getMethods())
                .filter(each -> each.getName().equals(target.getName()));
    return all.map(each -> new ArrayList<>(names(each)))
        .anyMatch(names -> names.remove(Locale.class.getName()) && names.equals(given));
  }

  private static List<String> names(Executable method) {
    return Arrays.stream(method.getParameterTypes()).map(Class::getName).toList();
  }

  @Test
  void whateverCouldBeGivenALocaleIsGivenOne() {
    assertThat(EVERYTHING).hasSizeGreaterThan(400);

    classes().should(NAME_A_LOCALE).check(EVERYTHING);
  }

  @Test
  void onlyTheProgramItselfMaySetTheLocaleOfTheJvm() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(Main.class.getName())
        .should()
        .callMethod(Locale.class, "setDefault", Locale.class)
        .orShould()
        .callMethod(Locale.class, "setDefault", Locale.Category.class, Locale.class)
        .check(EVERYTHING);
  }

  @Test
  void theRuleSeesEachWayToForgetOne() {
    JavaClasses careless = new ClassFileImporter().importClasses(Careless.class);

    List<String> found =
        classes().should(NAME_A_LOCALE).evaluate(careless).getFailureReport().getDetails();

    assertThat(found).hasSize(7);
    for (String method :
        List.of("format", "printf", "toLowerCase", "ofPattern", "getInstance", "Scanner")) {
      assertThat(found).anyMatch(each -> each.contains(method), method);
    }
  }

  /** Seven sins, and what is none. */
  @SuppressWarnings({"DefaultLocale", "StringCaseLocaleUsage", "unused"})
  private static final class Careless {
    private static final UnaryOperator<String> LOWER = String::toLowerCase;

    static String all(int number) {
      System.out.printf("%d", number);
      return String.format("%08d", number)
          + "I".toUpperCase()
          + DateTimeFormatter.ofPattern("yyyy").withZone(ZoneOffset.UTC).format(Instant.EPOCH)
          + NumberFormat.getInstance().format(number)
          + new Scanner("1").nextInt();
    }

    static String none(int number) {
      return "I".toLowerCase(Locale.ROOT) + String.format(Locale.ROOT, "%d", number) + number;
    }
  }
}
