package dev.roundhouse.core.testing;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The classes of the program, for rules about them. */
public final class ProgramClasses {
  private static final Map<List<String>, JavaClasses> READ = new ConcurrentHashMap<>();

  private ProgramClasses() {}

  /**
   * Returns the classes below {@code roots}, and none of a test: neither where Maven compiles tests
   * to nor in a jar of them, which is where {@code mvn verify} has those of another module.
   */
  public static JavaClasses below(String... roots) {
    return READ.computeIfAbsent(List.of(roots), ProgramClasses::read);
  }

  private static JavaClasses read(List<String> roots) {
    return new ClassFileImporter()
        .withImportOption(new ImportOption.DoNotIncludeTests())
        .withImportOption(location -> !location.contains("-tests.jar"))
        .importPackages(roots);
  }
}
