package dev.plimsoll.watch.history;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHistoryTest extends HistoryContract {
  @TempDir private Path folder;

  @Override
  HistoryLocation location() {
    return new HistoryLocation.InFile(folder.resolve("made/history.db"));
  }
}
