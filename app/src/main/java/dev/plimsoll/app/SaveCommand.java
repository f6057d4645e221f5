package dev.plimsoll.app;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.app.action.SavedSessions;
import dev.plimsoll.kernel.SessionReader;
import dev.plimsoll.session.SessionFilter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll save}: keeps sessions in a file. */
@Command(
    name = "save",
    header = "Save sessions to a file, to be restored later.",
    description = {
      "Writes the sessions that match the filter, without one all of them, a JSON object a line; to"
          + " standard output where the file is '-'. The file is whole or not there: it is written"
          + " beside its place and moved there at the end.",
      "It holds what the kernel lets one write again: addresses, ports, NAT, state, status, time-out,"
          + " mark, labels, zones, helper, and the session that one was expected by. Sequence numbers"
          + " and counters it does not."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll save /root/sessions.jsonl",
      "  plimsoll save - dport:443 | ssh other plimsoll restore -"
    })
final class SaveCommand implements Callable<Integer> {
  private static final String STANDARD = "-";

  private final Console console;

  @Mixin private final NamespaceOption namespaces = new NamespaceOption();

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "Where to, or '-'.")
  private String file = STANDARD;

  @Parameters(
      index = "1..*",
      paramLabel = FilterWords.LABEL,
      arity = "0..*",
      description = FilterWords.DESCRIPTION)
  private List<String> words = List.of();

  SaveCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final SessionFilter filter = FilterWords.parse(spec, words);
    try (SessionReader table = SessionReader.open(namespaces.namespace())) {
      final long saved =
          file.equals(STANDARD)
              ? SavedSessions.save(table, filter, _ -> true, Long.MAX_VALUE, console.bytes())
              : saveTo(Path.of(file), table, filter);
      console
          .errors()
          .println(
              "plimsoll: "
                  + (saved == 1 ? "1 session was" : count(saved) + " sessions were")
                  + " saved");
    }
    return ExitCode.OK;
  }

  private static long saveTo(
      final Path place, final SessionReader table, final SessionFilter filter) throws IOException {
    final Path folder = place.toAbsolutePath().getParent();
    if (Files.isDirectory(place)) {
      throw new IOException(place + " is a folder: name a file in it");
    }
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IOException("there is no folder " + folder + " to write " + place + " in");
    }
    final Path beside = Files.createTempFile(folder, ".plimsoll-save-", ".jsonl");
    try {
      final long saved;
      try (FileOutputStream out = new FileOutputStream(beside.toFile())) {
        saved = SavedSessions.save(table, filter, _ -> true, Long.MAX_VALUE, out);
        out.getFD().sync();
      }
      Files.move(beside, place, StandardCopyOption.ATOMIC_MOVE);
      return saved;
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}
