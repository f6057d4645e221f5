package dev.plimsoll.app;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll help}: about a command, or about the filter language. */
@Command(
    name = "help",
    header = "Explain a command, or the filter language.",
    footerHeading = "%nExamples:%n",
    footer = {"  plimsoll help by", "  plimsoll help filter"})
final class HelpCommand implements Callable<Integer> {
  private static final String FILTER = "filter";
  private static final String FILTER_PAGE = "filter.md";

  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "A command, or: filter.")
  private @Nullable String topic;

  HelpCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    final CommandLine own = Objects.requireNonNull(spec).commandLine();
    final CommandLine root = Main.commandLine();
    if (FILTER.equals(topic)) {
      console.text().print(page());
      return ExitCode.OK;
    }
    final CommandLine command = topic == null ? root : root.getSubcommands().get(topic);
    if (command == null) {
      throw new ParameterException(
          own,
          "there is no help on \"%s\"; there is on %s and %s"
              .formatted(topic, String.join(", ", commands(root)), FILTER));
    }
    command.usage(console.text());
    return ExitCode.OK;
  }

  private static List<String> commands(final CommandLine root) {
    return CommandText.subcommands(root.getCommandSpec()).stream().map(CommandSpec::name).toList();
  }

  // The page of the documentation is the help: one source, always the same.
  private static String page() throws IOException {
    try (InputStream in = HelpCommand.class.getResourceAsStream("/" + FILTER_PAGE)) {
      return new String(
          Objects.requireNonNull(in, FILTER_PAGE).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
