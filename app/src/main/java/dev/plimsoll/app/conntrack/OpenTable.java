package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.Ctnetlink;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The table of sessions of one network namespace, opened when it is first needed: thousands of
 * commands of a file share it.
 */
final class OpenTable implements AutoCloseable {
  private final NetworkNamespace namespace;
  private @Nullable Ctnetlink reader;
  private @Nullable SessionWriter writer;

  OpenTable(final NetworkNamespace namespace) {
    this.namespace = namespace;
  }

  NetworkNamespace namespace() {
    return namespace;
  }

  Ctnetlink reader() throws IOException {
    if (reader == null) {
      reader = Ctnetlink.open(namespace);
    }
    return reader;
  }

  SessionWriter writer() throws IOException {
    if (writer == null) {
      writer = SessionWriter.open(namespace);
    }
    return writer;
  }

  @Override
  public void close() {
    if (reader != null) {
      reader.close();
    }
    if (writer != null) {
      writer.close();
    }
  }
}
