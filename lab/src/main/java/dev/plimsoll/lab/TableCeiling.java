package dev.plimsoll.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Room for many sessions: raises the host's {@code nf_conntrack_max} and {@code
 * nf_conntrack_buckets}, which all namespaces share, and puts both back on {@link #close}.
 *
 * <p>One process at a time has the ceiling raised; the next waits for it. A file holds what to put
 * back, so that nothing is lost when a process is killed. Within a process several may be open, and
 * the last one puts back.
 */
public final class TableCeiling implements AutoCloseable {
  private static final Path SETTINGS = Path.of("/proc/sys/net/netfilter");
  private static final Path MAXIMUM = SETTINGS.resolve("nf_conntrack_max");
  private static final Path BUCKETS = SETTINGS.resolve("nf_conntrack_buckets");
  private static final Path MEMORY = Path.of("/run/plimsoll-lab.ceiling");

  private static int open;
  private static @Nullable FileChannel file;
  private static String before = "";

  private boolean closed;

  private TableCeiling() {}

  /**
   * Makes room. It never lowers the ceiling.
   *
   * @param entries how many entries one namespace is to hold
   */
  public static TableCeiling raise(final long entries) throws IOException {
    synchronized (TableCeiling.class) {
      if (open == 0) {
        remember();
      }
      open++;
      final TableCeiling ceiling = new TableCeiling();
      try {
        // Each entry is in the table twice, and a chain may not be longer than 50.
        raise(BUCKETS, entries / 2);
        raise(MAXIMUM, entries);
        return ceiling;
      } catch (final IOException e) {
        ceiling.close();
        throw e;
      }
    }
  }

  private static void remember() throws IOException {
    final FileChannel channel =
        FileChannel.open(
            MEMORY, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      channel.lock();
      final ByteBuffer buffer = ByteBuffer.allocate(64);
      channel.read(buffer, 0);
      before = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
      if (before.isEmpty()) {
        before = read(MAXIMUM) + " " + read(BUCKETS);
        channel.write(ByteBuffer.wrap(before.getBytes(StandardCharsets.UTF_8)), 0);
      }
      file = channel;
    } catch (final IOException e) {
      channel.close();
      throw e;
    }
  }

  private static void raise(final Path setting, final long value) throws IOException {
    if (read(setting) < value) {
      Files.writeString(setting, Long.toString(value));
    }
  }

  private static long read(final Path setting) throws IOException {
    // At once: the JDK's Files.readString would end after the first digit of a setting.
    try (InputStream in = Files.newInputStream(setting)) {
      return Long.parseLong(new String(in.readNBytes(32), StandardCharsets.UTF_8).strip());
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (TableCeiling.class) {
      if (closed) {
        return;
      }
      closed = true;
      open--;
      final FileChannel channel = file;
      if (open == 0 && channel != null) {
        file = null;
        try (channel) {
          final String[] values = before.split(" ", -1);
          Files.writeString(MAXIMUM, values[0]);
          Files.writeString(BUCKETS, values[1]);
          channel.truncate(0);
        }
      }
    }
  }
}
