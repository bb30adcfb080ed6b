package dev.roundhouse.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import dev.roundhouse.core.testing.ProgramClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What an embedder may call is public and outside {@code internal}, and shows nothing that is
 * internal. It is written down in docs/api.txt: {@code -Dapi.write=true} writes the file anew.
 */
class PublicApiTest {
  private static final Path FILE = Path.of("../docs/api.txt");
  private static final int MOST_TYPES = 70;
  private static final JavaClasses CLASSES =
      ProgramClasses.below(
          "dev.roundhouse.core",
          "dev.roundhouse.orchestrator",
          "dev.roundhouse.contracts",
          "dev.roundhouse.report");

  private static Stream<JavaClass> api() {
    return CLASSES.stream().filter(PublicApiTest::isApi);
  }

  private static boolean isApi(JavaClass type) {
    return isVisible(type.getModifiers())
        && !isInternal(type)
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && type.getEnclosingClass().map(PublicApiTest::isApi).orElse(true);
  }

  private static boolean isInternal(JavaClass type) {
    return type.getPackageName().contains(".internal");
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static Stream<JavaMember> members(JavaClass type) {
    return type.getMembers().stream()
        .filter(each -> isVisible(each.getModifiers()))
        .filter(each -> !each.getModifiers().contains(JavaModifier.SYNTHETIC))
        .filter(each -> !each.getModifiers().contains(JavaModifier.BRIDGE));
  }

  @Test
  void whatIsPublicIsWrittenDown() throws IOException {
    Set<String> lines = new TreeSet<>();
    api()
        .forEach(
            type -> {
              lines.add(type.getName());
              members(type).forEach(each -> lines.add(line(type, each)));
            });
    if (Boolean.getBoolean("api.write")) {
      Files.write(FILE, lines);
    }

    assertThat(Files.readAllLines(FILE)).containsExactlyElementsOf(lines);
  }

  private static String line(JavaClass type, JavaMember member) {
    String name = type.getName() + "#" + member.getName();
    if (member instanceof JavaCodeUnit unit) {
      String parameters =
          unit.getParameterTypes().stream()
              .map(JavaType::getName)
              .collect(Collectors.joining(", "));
      String thrown =
          unit.getExceptionTypes().stream()
              .map(JavaClass::getName)
              .collect(Collectors.joining(", "));
      return name
          + "("
          + parameters
          + "): "
          + unit.getReturnType().getName()
          + (thrown.isEmpty() ? "" : " throws " + thrown);
    }
    return name + ": " + member.getDescriptor();
  }

  @Test
  void nothingPublicShowsAnInternalType() {
    List<String> wrong = new ArrayList<>();
    api()
        .forEach(
            type -> {
              Set<JavaClass> shown = new HashSet<>(type.getAllRawInterfaces());
              type.getRawSuperclass().ifPresent(shown::add);
              shown(shown, type.getName(), wrong);
              members(type)
                  .forEach(each -> shown(each.getAllInvolvedRawTypes(), line(type, each), wrong));
            });

    assertThat(wrong).isEmpty();
  }

  private static void shown(Collection<JavaClass> types, String where, List<String> wrong) {
    types.stream()
        .filter(PublicApiTest::isInternal)
        .forEach(each -> wrong.add(where + " shows " + each.getName()));
  }

  @Test
  void theOrchestratorHasFewPublicTypes() {
    List<String> types =
        api()
            .filter(JavaClass::isTopLevelClass)
            .map(JavaClass::getName)
            .filter(each -> each.startsWith("dev.roundhouse.orchestrator."))
            .toList();

    assertThat(types).hasSizeLessThanOrEqualTo(MOST_TYPES);
  }
}
