package dev.roundhouse.proofs;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * Runs every race and answers with an exit code: 0 only if each test really ran, none saw what is
 * forbidden, and each naive twin was seen to fail.
 */
public final class Proofs {
  private Proofs() {}

  /** Runs them; the arguments are jcstress's own. */
  public static void main(String... args) throws Exception {
    Options options = new Options(args);
    if (!options.parse()) {
      System.exit(2);
    }
    new JCStress(options).run();
    InProcessCollector results = new InProcessCollector();
    DiskReadCollector disk = new DiskReadCollector(options.getResultFile(), results);
    disk.dump();
    disk.close();
    List<String> complaints = complaints(TestList.tests(), results.getTestResults());
    complaints.forEach(System.out::println);
    System.out.println(
        complaints.isEmpty()
            ? "proven: " + TestList.tests().size() + " races, twins included"
            : "not proven");
    System.exit(complaints.isEmpty() ? 0 : 1);
  }

  /** What speaks against the proofs, one line each. */
  static List<String> complaints(Collection<String> tests, Collection<TestResult> results) {
    List<String> complaints = new ArrayList<>();
    for (String test : new TreeSet<>(tests)) {
      List<TestResult> own = results.stream().filter(each -> each.getName().equals(test)).toList();
      if (own.stream().mapToLong(TestResult::getTotalCount).sum() == 0) {
        complaints.add(test + " did not run");
      } else if (own.stream().anyMatch(each -> !each.grading().isPassed)) {
        complaints.add(test + " saw what is forbidden, or broke off");
      } else if (isTwin(test) && own.stream().noneMatch(each -> each.grading().hasInteresting)) {
        complaints.add(test + " was not seen to fail");
      }
    }
    return complaints;
  }

  private static boolean isTwin(String test) {
    return test.contains("Naive");
  }
}
