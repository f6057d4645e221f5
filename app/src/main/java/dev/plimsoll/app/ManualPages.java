package dev.plimsoll.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Writes the manual pages from the commands' own help, in man(7). A program of the build, so that
 * the pages are always true.
 */
final class ManualPages {
  private ManualPages() {}

  /** Writes one page for {@code plimsoll} and one for each of its commands into a folder. */
  public static void main(final String[] folder) throws IOException {
    final Path into = Path.of(folder[0]);
    final CommandSpec root = Main.commandLine().getCommandSpec();
    final List<CommandSpec> commands = new ArrayList<>();
    commands.add(root);
    commands.addAll(CommandText.subcommands(root));
    for (final CommandSpec command : commands) {
      Files.writeString(into.resolve(name(command) + ".1"), page(command, commands));
    }
  }

  /**
   * The page of one command.
   *
   * @param all the commands that have pages, to refer to
   */
  static String page(final CommandSpec command, final List<CommandSpec> all) {
    final UsageMessageSpec usage = command.usageMessage();
    final StringBuilder page = new StringBuilder();
    page.append(".\\\" Made from the help of the command itself.\n.TH ")
        .append(escaped(name(command).toUpperCase(Locale.ROOT)))
        .append(" 1 \"\" \"")
        .append(escaped(new VersionText().getVersion()[0]))
        .append("\" \"Plimsoll\"\n");
    section(page, "NAME");
    final String summary = CommandText.summary(command);
    page.append(escaped(name(command)))
        .append(" \\- ")
        .append(escaped(summary.substring(0, 1).toLowerCase(Locale.ROOT) + summary.substring(1)))
        .append('\n');
    section(page, "SYNOPSIS");
    paragraph(page, synopsis(command));
    section(page, "DESCRIPTION");
    verbatim(page, CommandText.lines(usage.description()));
    arguments(page, command);
    subcommands(page, command);
    if (!usage.exitCodeList().isEmpty()) {
      section(page, "EXIT STATUS");
      for (final Map.Entry<String, String> code : usage.exitCodeList().entrySet()) {
        item(page, "\\fB" + escaped(code.getKey()) + "\\fR", code.getValue());
      }
    }
    if (usage.footer().length > 0) {
      final String heading = CommandText.joined(usage.footerHeading()).replaceFirst(":$", "");
      section(page, heading.isEmpty() ? "NOTES" : heading.toUpperCase(Locale.ROOT));
      verbatim(page, CommandText.lines(usage.footer()));
    }
    section(page, "SEE ALSO");
    final List<String> others = new ArrayList<>();
    for (final CommandSpec other : all) {
      if (!other.equals(command)) {
        others.add("\\fB" + escaped(name(other)) + "\\fR(1)");
      }
    }
    others.add("\\fBconntrack\\fR(8)");
    page.append(String.join(",\n", others)).append('\n');
    return page.toString();
  }

  private static String name(final CommandSpec command) {
    return command.qualifiedName("-");
  }

  private static String synopsis(final CommandSpec command) {
    final Help help = new Help(command, Help.defaultColorScheme(Ansi.OFF));
    return help.synopsis(0).replaceAll("\\s+", " ").strip();
  }

  private static void arguments(final StringBuilder page, final CommandSpec command) {
    section(page, "OPTIONS");
    for (final PositionalParamSpec parameter : command.positionalParameters()) {
      if (!parameter.hidden()) {
        item(page, "\\fI" + escaped(parameter.paramLabel()) + "\\fR", parameter.description());
      }
    }
    for (final OptionSpec option : CommandText.options(command)) {
      final List<String> names = new ArrayList<>();
      for (final String name : option.names()) {
        names.add("\\fB" + escaped(name) + "\\fR");
      }
      final String value =
          option.arity().max() == 0 ? "" : " \\fI" + escaped(option.paramLabel()) + "\\fR";
      item(page, String.join(", ", names) + value, option.description());
    }
  }

  private static void subcommands(final StringBuilder page, final CommandSpec command) {
    final List<CommandSpec> subcommands = CommandText.subcommands(command);
    if (subcommands.isEmpty()) {
      return;
    }
    section(page, "COMMANDS");
    for (final CommandSpec subcommand : subcommands) {
      item(
          page, "\\fB" + escaped(name(subcommand)) + "\\fR(1)", subcommand.usageMessage().header());
    }
  }

  private static void section(final StringBuilder page, final String title) {
    page.append(".SH \"").append(escaped(title)).append("\"\n");
  }

  private static void item(
      final StringBuilder page, final String marked, final String... description) {
    page.append(".TP\n").append(marked).append('\n');
    paragraph(page, CommandText.joined(description));
  }

  // Lines that begin with a space stand as they are: examples and tables. The others flow.
  private static void verbatim(final StringBuilder page, final List<String> lines) {
    boolean asIs = false;
    for (final String line : lines) {
      final boolean now = line.startsWith(" ");
      if (now != asIs) {
        page.append(now ? ".PP\n.nf\n" : ".fi\n.PP\n");
        asIs = now;
      }
      if (line.isBlank()) {
        page.append(".PP\n");
      } else {
        paragraph(page, line);
      }
    }
    if (asIs) {
      page.append(".fi\n");
    }
  }

  private static void paragraph(final StringBuilder page, final String text) {
    // A full stop or an apostrophe at the beginning would be an order to the typesetter.
    if (text.startsWith(".") || text.startsWith("'")) {
      page.append("\\&");
    }
    page.append(escaped(text)).append('\n');
  }

  private static String escaped(final String text) {
    return text.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
  }
}
