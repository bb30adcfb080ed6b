package dev.roundhouse.orchestrator;

import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Each floor knows only those below it. */
class FloorsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.roundhouse");

  @Test
  void eachFloorKnowsOnlyThoseBelow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("issue")
        .definedBy("dev.roundhouse.core.issue")
        .layer("io")
        .definedBy("dev.roundhouse.core.io")
        .layer("journal")
        .definedBy("dev.roundhouse.core.journal")
        .layer("ledger")
        .definedBy("dev.roundhouse.core.ledger")
        .layer("backlog")
        .definedBy("dev.roundhouse.core.backlog")
        .layer("process")
        .definedBy("dev.roundhouse.orchestrator.process")
        .layer("resource")
        .definedBy("dev.roundhouse.orchestrator.resource")
        .layer("git")
        .definedBy("dev.roundhouse.orchestrator.git")
        .layer("run")
        .definedBy("dev.roundhouse.orchestrator.run")
        .layer("agent")
        .definedBy("dev.roundhouse.orchestrator.agent")
        .layer("gate")
        .definedBy("dev.roundhouse.orchestrator.gate")
        .layer("schedule")
        .definedBy("dev.roundhouse.orchestrator.schedule")
        .layer("config")
        .definedBy("dev.roundhouse.orchestrator.config")
        .layer("work")
        .definedBy("dev.roundhouse.orchestrator.work")
        .layer("landing")
        .definedBy("dev.roundhouse.orchestrator.landing")
        .layer("top")
        .definedBy("dev.roundhouse.orchestrator")
        .whereLayer("top")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("landing")
        .mayOnlyBeAccessedByLayers("top")
        .whereLayer("work")
        .mayOnlyBeAccessedByLayers("landing", "top")
        .whereLayer("config")
        .mayOnlyBeAccessedByLayers("top")
        .whereLayer("schedule")
        .mayOnlyBeAccessedByLayers("top")
        .whereLayer("gate")
        .mayOnlyBeAccessedByLayers("work", "landing", "top")
        .whereLayer("agent")
        .mayOnlyBeAccessedByLayers("work", "landing", "top")
        .whereLayer("run")
        .mayOnlyBeAccessedByLayers("agent", "gate", "schedule", "config", "work", "landing", "top")
        .whereLayer("resource")
        .mayOnlyBeAccessedByLayers("gate", "top")
        .whereLayer("git")
        .mayOnlyBeAccessedByLayers("work", "landing", "top")
        .whereLayer("process")
        .mayOnlyBeAccessedByLayers("git", "run", "config", "agent", "gate", "work", "top")
        .whereLayer("backlog")
        .mayOnlyBeAccessedByLayers("run", "config", "schedule", "work", "landing", "top")
        .whereLayer("journal")
        .mayOnlyBeAccessedByLayers("ledger")
        .check(CLASSES);
  }

  @Test
  void nothingOutsideTheOnePlaceReadsAClockOrSleepsOrExits() {
    ArchRuleDefinition.noClasses()
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
}
