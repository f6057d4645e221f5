package dev.plimsoll.app.action;

import dev.plimsoll.kernel.ControlGroup;
import dev.plimsoll.kernel.OwnLogins;
import dev.plimsoll.watch.diagnosis.HarmlessText;
import java.io.IOException;
import java.util.List;

/** Freezes a control group. */
final class Freeze implements Deed {
  private final String path;

  Freeze(final String path) {
    this.path = path;
  }

  private String name() {
    return HarmlessText.of(path, 200);
  }

  private ControlGroup group() throws IOException {
    final ControlGroup group = ControlGroup.find(path);
    if (group == null) {
      throw new IOException("there is no control group " + name() + " that can be frozen");
    }
    return group;
  }

  private ControlGroup freezable() throws IOException {
    final ControlGroup group = group();
    for (final long pid : OwnLogins.ancestors()) {
      if (group.holds(pid)) {
        throw new IOException(
            "%s holds process %d, which Plimsoll or your own log-in runs in: freezing it would lock you out"
                .formatted(name(), pid));
      }
    }
    if (group.isFrozen()) {
      throw new IOException(name() + " is frozen already");
    }
    return group;
  }

  @Override
  public List<String> plan() throws IOException {
    freezable();
    return List.of(
        "All processes in the control group %s would stand still until they are thawed."
            .formatted(name()));
  }

  @Override
  public String perform() throws IOException {
    freezable().freeze();
    return "All processes in %s stand still.".formatted(name());
  }

  @Override
  public String undo() throws IOException {
    final ControlGroup group = ControlGroup.find(path);
    if (group == null) {
      return name() + " is gone, with all its processes.";
    }
    if (!group.isFrozen()) {
      return name() + " was not frozen any more.";
    }
    group.thaw();
    return "The processes in %s go on.".formatted(name());
  }
}
