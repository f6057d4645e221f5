package dev.plimsoll.app;

import dev.plimsoll.app.config.DiagnosisSettings;
import dev.plimsoll.watch.diagnosis.Diagnostician;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** What is normal for a host, and where trouble begins. */
final class DiagnosisOptions {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--role",
      paramLabel = "ROLE[,ROLE]",
      split = ",",
      description =
          "What the host is there for, which changes what is normal: mail-server, resolver, proxy,"
              + " crawler, tor-relay, peer-to-peer, monitoring or backup.")
  private List<String> roles = List.of();

  @Option(
      names = "--threshold",
      paramLabel = "NAME=NUMBER",
      description =
          "Where a sign begins, such as scan.horizontal.out.warn_hosts=100. May be given again.")
  private List<String> thresholds = List.of();

  /** Whether anything is asked for that a running watch may see otherwise. */
  boolean isGiven() {
    return !roles.isEmpty() || !thresholds.isEmpty();
  }

  Diagnostician diagnostician() {
    try {
      return new DiagnosisSettings(
              DiagnosisSettings.roles(roles), DiagnosisSettings.thresholds(thresholds))
          .diagnostician();
    } catch (final IllegalArgumentException e) {
      throw FilterWords.usage(command, String.valueOf(e.getMessage()));
    }
  }
}
