package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The sysctls {@code net.netfilter.nf_conntrack_*} of one network namespace
 * (net/netfilter/nf_conntrack_standalone.c). Kernels differ in what they have: what is not there is
 * absent, and without connection tracking, or where a container hides /proc/sys, all is.
 *
 * @param values by the name behind {@code nf_conntrack_}: {@code max}, {@code tcp_timeout_close}
 * @param writable the names that this process may change from inside the namespace
 */
public record ConntrackSettings(Map<String, Long> values, Set<String> writable) {
  public static final ConntrackSettings NONE = new ConntrackSettings(Map.of(), Set.of());

  private static final String PREFIX = "nf_conntrack_";

  public ConntrackSettings {
    values = Map.copyOf(values);
    writable = Set.copyOf(writable);
  }

  /** Reads them all. Never fails: what cannot be read is absent. */
  public static ConntrackSettings read(final NetworkNamespace namespace) {
    try {
      return namespace.call(() -> read(ProcFiles.NETFILTER_SETTINGS));
    } catch (final IOException e) {
      return NONE;
    }
  }

  static ConntrackSettings read(final Path directory) {
    final Map<String, Long> values = new TreeMap<>();
    final Set<String> writable = new TreeSet<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*")) {
      for (final Path file : files) {
        final String name = String.valueOf(file.getFileName()).substring(PREFIX.length());
        ProcFiles.number(file).ifPresent(number -> values.put(name, number));
        if (Files.isWritable(file)) {
          writable.add(name);
        }
      }
    } catch (final IOException | DirectoryIteratorException e) {
      // Some or all of them are hidden. What was read up to here is true all the same.
      return new ConntrackSettings(values, writable);
    }
    return new ConntrackSettings(values, writable);
  }

  /** The whole name of a setting, as sysctl(8) wants it. */
  public static String sysctl(final String name) {
    return "net.netfilter." + PREFIX + name;
  }

  /** Whether there is connection tracking at all, as far as /proc/sys shows. */
  public boolean isPresent() {
    return values.containsKey("count") || values.containsKey("max");
  }

  public OptionalLong value(final String name) {
    final Long value = values.get(name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** Entries at most; 0 is no maximum. One number for the host, held against each namespace. */
  public OptionalLong maximum() {
    return value("max");
  }

  /** Buckets of the host's hash table, in which each entry stands twice. */
  public OptionalLong buckets() {
    return value("buckets");
  }

  /**
   * The buckets as they are now, or -1 where that is hidden. The host has one hash table, so any
   * namespace may ask. A dump during which they change has skipped entries: the kernel goes on from
   * the number of a bucket, in which others stand now (ctnetlink_dump_table).
   */
  static long bucketsNow() {
    return ProcFiles.setting(PREFIX + "buckets").orElse(-1);
  }

  /** Entries of the namespace, those that expired and wait for the collector among them. */
  public OptionalLong entries() {
    return value("count");
  }
}
