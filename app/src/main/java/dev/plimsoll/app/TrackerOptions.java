package dev.plimsoll.app;

import dev.plimsoll.engine.Checksums;
import dev.plimsoll.engine.SysctlText;
import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.helper.HelperRule;
import dev.plimsoll.engine.helper.HelperSettings;
import dev.plimsoll.session.HostAddresses;
import dev.plimsoll.session.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** How packets are tracked: the kernel's settings, as far as they matter. */
final class TrackerOptions {
  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--set",
      paramLabel = "NAME=VALUE",
      description =
          "A setting of the kernel's tracker, such as tcp_timeout_established=3600. May be given"
              + " again. Default: the kernel's own.")
  private List<String> assignments = List.of();

  @Option(
      names = "--sysctl-file",
      paramLabel = "FILE",
      description = "Take the settings from a file for sysctl(8), before those of --set.")
  private @Nullable Path sysctlFile;

  @Option(
      names = "--checksums",
      description =
          "Packets with a wrong checksum are invalid; with --host only those towards it. Not by"
              + " default: a host's own packets are captured before its network card has filled"
              + " their checksums in.")
  private boolean checksums;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS[,ADDRESS]",
      split = ",",
      description =
          "The addresses of the host that the capture is of, so that directions and remotes can be"
              + " told.")
  private List<String> addresses = List.of();

  @Option(
      names = "--helper",
      paramLabel = "NAME[:PROTOCOL:PORT]",
      description =
          "Give sessions a helper that reads which others they announce, as 'ct helper set' does:"
              + " ftp, tftp, sip, irc, pptp, amanda, netbios-ns or sane, on its usual port or"
              + " another. May be given again. Default: none, as in the kernel.")
  private List<String> helpers = List.of();

  /** The host's own addresses, as far as they were given. */
  HostAddresses host() {
    final List<IpAddress> own = new ArrayList<>();
    for (final String text : addresses) {
      final IpAddress address = IpAddress.parse(text.strip());
      if (address == null) {
        throw FilterWords.usage(command, "--host takes IP addresses, and \"" + text + "\" is none");
      }
      own.add(address);
    }
    return own.isEmpty() ? HostAddresses.UNKNOWN : HostAddresses.of(own);
  }

  /** The kernel's settings, with what was given. */
  TrackerSettings settings() throws IOException {
    final SysctlText text = new SysctlText();
    try {
      if (sysctlFile != null) {
        text.readFile(sysctlFile.toString(), Files.readString(sysctlFile));
      }
      assignments.forEach(text::read);
      final List<HelperRule> rules = helpers.stream().map(HelperRule::parse).toList();
      return new TrackerSettings(text.settings().changed(), new HelperSettings(rules, List.of()));
    } catch (final IllegalArgumentException e) {
      throw FilterWords.usage(command, String.valueOf(e.getMessage()));
    } catch (final NoSuchFileException e) {
      throw new IOException("there is no file " + sysctlFile, e);
    }
  }

  Checksums checksums() {
    if (!checksums) {
      return Checksums.NONE;
    }
    return addresses.isEmpty() ? Checksums.ALL : Checksums.towards(host());
  }
}
