package dev.plimsoll.kernel.process;

import java.util.List;
import java.util.Set;

/** Facts for tests of what is made of them. */
public final class ProcessFactsSample {
  private ProcessFactsSample() {}

  public static ProcessFacts process(
      final long pid, final String name, final ProcessSign... signs) {
    return new ProcessFacts(
        new ProcessId(pid, pid),
        1,
        name,
        "/usr/bin/" + name,
        List.of(name),
        0,
        "root",
        1_800_000_000_000L,
        0,
        ControlGroup.NONE,
        null,
        false,
        Set.of(signs));
  }
}
