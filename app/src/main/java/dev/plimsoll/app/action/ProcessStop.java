package dev.plimsoll.app.action;

import dev.plimsoll.kernel.OwnLogins;
import dev.plimsoll.kernel.RunningProcess;
import java.io.IOException;
import java.util.List;

/** Stops one process where it is. */
final class ProcessStop implements Deed {
  private final RunningProcess process;

  ProcessStop(final RunningProcess process) {
    this.process = process;
  }

  @Override
  public List<String> plan() throws IOException {
    requireStoppable();
    return List.of(
        "Process %d would stand still until it is told to go on.".formatted(process.pid()));
  }

  private void requireStoppable() throws IOException {
    if (process.pid() <= 1 || OwnLogins.ancestors().contains(process.pid())) {
      throw new IOException(
          "process %d is what Plimsoll or your own log-in runs in: stopping it would lock you out"
              .formatted(process.pid()));
    }
    if (!process.equals(RunningProcess.find(process.pid()))) {
      throw new IOException(
          "process %d has ended; if the number is in use, it is another one by now"
              .formatted(process.pid()));
    }
  }

  @Override
  public String perform() throws IOException {
    requireStoppable();
    if (!process.stop()) {
      throw new IOException("process %d has just ended".formatted(process.pid()));
    }
    return "Process %d stands still.".formatted(process.pid());
  }

  @Override
  public String undo() throws IOException {
    return process.resume()
        ? "Process %d goes on.".formatted(process.pid())
        : "Process %d has ended.".formatted(process.pid());
  }
}
