package dev.plimsoll.app.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ActionJournalFuzzTest {
  @FuzzTest(maxDuration = "8s")
  void whateverStandsThereIsReadOrCountedAsDamaged(final byte[] bytes) throws IOException {
    final Path folder = Files.createTempDirectory("plimsoll-fuzz");
    try {
      Files.write(folder.resolve("actions.jsonl"), bytes);
      final ActionJournal.Content content = new ActionJournal(folder).read();
      assertThat(content.damagedLines()).isNotNegative();
    } finally {
      Files.deleteIfExists(folder.resolve("actions.jsonl"));
      Files.deleteIfExists(folder);
    }
  }
}
