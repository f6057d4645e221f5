package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Reads {@code /proc/net/stat/nf_conntrack}, which anybody may read: a line of names, then a line
 * of hexadecimal numbers for each possible CPU (ct_cpu_seq_show,
 * net/netfilter/nf_conntrack_standalone.c).
 *
 * @param entries entries of the namespace, -1 if the file does not tell
 * @param counters the sum over all CPUs; what the file does not name is 0
 */
public record ProcStat(long entries, Counters counters) {

  /** What the file says in a namespace. */
  public static ProcStat read(final NetworkNamespace namespace) throws IOException {
    final Path file = ProcFiles.THREAD_NET.resolve("stat/nf_conntrack");
    return parse(namespace.call(() -> Files.readAllLines(file)));
  }

  /** What the file says of each CPU, by the names of its columns. */
  public static List<CpuCounters> ofEachCpu(final NetworkNamespace namespace) throws IOException {
    final Path file = ProcFiles.THREAD_NET.resolve("stat/nf_conntrack");
    return parseEachCpu(namespace.call(() -> Files.readAllLines(file)));
  }

  static List<CpuCounters> parseEachCpu(final List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      throw new IOException("/proc/net/stat/nf_conntrack is empty");
    }
    final List<String> names = words(lines.getFirst());
    final List<CpuCounters> all = new ArrayList<>();
    for (int i = 1; i < lines.size(); i++) {
      final Row row = new Row(names, words(lines.get(i)), i + 1);
      final SequencedMap<String, Long> values = new LinkedHashMap<>();
      for (final String name : names) {
        values.put(name, row.number(name));
      }
      all.add(new CpuCounters(i - 1, values));
    }
    return all;
  }

  /**
   * Reads the file's lines. Columns are found by name, since kernels differ.
   *
   * @throws IOException if a number is not one; the message names line and column
   */
  static ProcStat parse(final List<String> lines) throws IOException {
    if (lines.isEmpty()) {
      throw new IOException("/proc/net/stat/nf_conntrack is empty");
    }
    final List<String> names = words(lines.getFirst());
    long entries = -1;
    Counters sum = Counters.NONE;
    for (int i = 1; i < lines.size(); i++) {
      final Row row = new Row(names, words(lines.get(i)), i + 1);
      entries = row.has("entries") ? row.number("entries") : entries;
      sum = sum.plus(row.counters());
    }
    return new ProcStat(entries, sum);
  }

  private static List<String> words(final String line) {
    return List.of(line.strip().split("\\s+", -1));
  }

  private record Row(List<String> names, List<String> numbers, int line) {
    boolean has(final String name) {
      return names.contains(name);
    }

    long number(final String name) throws IOException {
      final int column = names.indexOf(name);
      if (column < 0 || column >= numbers.size()) {
        return 0;
      }
      try {
        return Long.parseUnsignedLong(numbers.get(column), 16);
      } catch (final NumberFormatException e) {
        throw new IOException(
            "/proc/net/stat/nf_conntrack, line %d, column \"%s\": \"%s\" is no hexadecimal number"
                .formatted(line, name, numbers.get(column)),
            e);
      }
    }

    Counters counters() throws IOException {
      return new Counters(
          number("found"),
          number("invalid"),
          number("insert"),
          number("insert_failed"),
          number("drop"),
          number("early_drop"),
          number("icmp_error"),
          number("search_restart"),
          number("clashres"),
          number("chainlength"));
    }
  }
}
