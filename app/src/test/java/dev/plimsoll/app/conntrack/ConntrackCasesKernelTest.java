package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.Run;
import dev.plimsoll.app.conntrack.Case.Group;
import dev.plimsoll.lab.KernelTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The table of cases, run by the installed conntrack and by Plimsoll in two fresh namespaces:
 * standard output, standard error, exit code and the tables afterwards are the same, or differ as
 * the table says and why.
 */
@KernelTest
final class ConntrackCasesKernelTest {
  private static final int AT_LEAST = 400;

  @TempDir Path folder;

  private int equal;
  private int wantedDifferences;
  private final List<String> differences = new ArrayList<>();

  @Test
  void everyCaseIsAnsweredAsConntrackDoesOrDiffersAsTheTableSays() throws Exception {
    final List<Case> cases = CaseFile.read();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(AT_LEAST);
    final Path etc = Files.createDirectory(folder.resolve("etc"));
    PrivateEtc.call(
        etc,
        () -> {
          runAll(cases);
          return true;
        });
    final String numbers =
        "%d cases: %d equal to conntrack, %d differ as they shall, %d differ as they shall not"
            .formatted(cases.size(), equal, wantedDifferences, differences.size());
    System.out.println(numbers);
    assertThat(differences).as(numbers + "\n" + String.join("\n", differences)).isEmpty();
  }

  private void runAll(final List<Case> cases) throws Exception {
    final InstalledConntrack conntrack = new InstalledConntrack(folder);
    for (int i = 0; i < cases.size(); ) {
      final Group group = cases.get(i).group();
      try (CaseHost theirs = new CaseHost(conntrack, group);
          CaseHost ours = new CaseHost(ConntrackCasesKernelTest::plimsoll, group)) {
        for (; i < cases.size() && cases.get(i).group().equals(group); i++) {
          final Case one = cases.get(i);
          final FutureTask<Answer> their = started(() -> theirs.answer(one));
          final FutureTask<Answer> our = started(() -> ours.answer(one));
          judge(one, their.get(), our.get());
        }
      }
    }
  }

  private static FutureTask<Answer> started(final Callable<Answer> work) {
    final FutureTask<Answer> task = new FutureTask<>(work);
    Thread.ofPlatform().start(task);
    return task;
  }

  private static Run plimsoll(final Case one) {
    final List<String> words = new ArrayList<>(List.of("conntrack"));
    words.addAll(one.words());
    final InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(one.input().getBytes(StandardCharsets.UTF_8)));
    try {
      return Run.of(words.toArray(String[]::new));
    } finally {
      System.setIn(before);
    }
  }

  private void judge(final Case one, final Answer theirs, final Answer ours) throws IOException {
    final Verdict verdict = Verdict.of(one, theirs, ours);
    switch (verdict.kind()) {
      case EQUAL -> equal++;
      case WANTED -> wantedDifferences++;
      case UNWANTED -> differences.add(verdict.text());
    }
  }
}
