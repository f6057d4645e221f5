package dev.plimsoll.app.action;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.app.action.SavedSessions.Restored;
import dev.plimsoll.kernel.FilteredDeletion;
import dev.plimsoll.kernel.Login;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionFilter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Deletes the sessions that match a filter, and first keeps a copy of them for the way back. */
final class SessionDeletion implements Deed {
  // 500 bytes each.
  static final int MOST_KEPT = 100_000;

  private final NetworkNamespace namespace;
  private final SessionFilter filter;
  private final Set<Login> logins;
  private final Path copies;

  /**
   * A deletion.
   *
   * @param logins never to be touched
   * @param copies the file for the copies
   */
  SessionDeletion(
      final NetworkNamespace namespace,
      final SessionFilter filter,
      final Set<Login> logins,
      final Path copies) {
    this.namespace = namespace;
    this.filter = filter;
    this.logins = logins;
    this.copies = copies;
  }

  private boolean isOwn(final Session session) {
    return Login.isAnyIn(logins, session);
  }

  @Override
  public List<String> plan() throws IOException {
    final long[] counts = new long[2];
    try (SessionReader reader = SessionReader.open(namespace)) {
      reader.read(filter, session -> counts[isOwn(session) ? 1 : 0]++);
    }
    final List<String> lines = new ArrayList<>();
    lines.add(
        "In %s, %s sessions that match '%s' would be deleted from the kernel's table."
            .formatted(namespace.displayName(), count(counts[0]), filter));
    if (counts[1] > 0) {
      lines.add("%s more are your own log-in, and stay.".formatted(count(counts[1])));
    }
    if (counts[0] > MOST_KEPT) {
      lines.add("Only %s of them could be put back.".formatted(count(MOST_KEPT)));
    }
    return lines;
  }

  @Override
  public String perform() throws IOException {
    keepCopies();
    try (FilteredDeletion deletion = FilteredDeletion.open(namespace)) {
      final long deleted = deletion.delete(filter, session -> !isOwn(session), _ -> {});
      return "%s sessions were deleted.".formatted(count(deleted));
    }
  }

  private void keepCopies() throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                copies,
                Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        OutputStream out = Channels.newOutputStream(channel);
        SessionReader reader = SessionReader.open(namespace)) {
      SavedSessions.save(reader, filter, session -> !isOwn(session), MOST_KEPT, out);
      channel.force(true);
    }
  }

  @Override
  public String undo() throws IOException {
    if (!Files.exists(copies)) {
      return "No copies of the sessions are left, so none was put back.";
    }
    final Restored restored;
    try (BufferedReader lines = Files.newBufferedReader(copies)) {
      restored = SavedSessions.restore(lines, namespace);
    }
    Files.delete(copies);
    final long rest = restored.existing() + restored.refused();
    return rest == 0
        ? "%s sessions were put back.".formatted(count(restored.made()))
        : "%s sessions were put back; %s could not be: as a rule they had come back by themselves."
            .formatted(count(restored.made()), count(rest));
  }
}
