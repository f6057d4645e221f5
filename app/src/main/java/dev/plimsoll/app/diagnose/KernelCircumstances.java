package dev.plimsoll.app.diagnose;

import dev.plimsoll.kernel.ConntrackSettings;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.ProcessorLoad;
import dev.plimsoll.kernel.SourcePorts;
import dev.plimsoll.watch.Ceiling;
import dev.plimsoll.watch.Timeouts;
import dev.plimsoll.watch.diagnosis.Circumstances;

/** What a diagnosis has to know of the kernel besides sessions and events. */
public final class KernelCircumstances {
  private KernelCircumstances() {}

  /**
   * Reads them.
   *
   * @param entries the kernel's counter, expired entries included
   * @param losses what was lost at the kernel's limit since the look before
   * @param overruns how often events were lost
   */
  public static Circumstances read(
      final NetworkNamespace namespace,
      final long entries,
      final long losses,
      final long overruns) {
    final ConntrackSettings settings = ConntrackSettings.read(namespace);
    return new Circumstances(
        Timeouts.ofSysctls(settings.values()),
        new Ceiling(entries, settings.maximum().orElse(0), losses),
        SourcePorts.count(namespace).orElse(Circumstances.DEFAULT_SOURCE_PORTS),
        ProcessorLoad.share().orElse(Double.NaN),
        overruns,
        true,
        false);
  }
}
