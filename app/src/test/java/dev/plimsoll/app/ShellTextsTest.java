package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Manual pages and completion, as they are made from the commands. */
final class ShellTextsTest {
  private static final CommandSpec ROOT = Main.commandLine().getCommandSpec();

  private static List<CommandSpec> pages() {
    return Stream.concat(Stream.of(ROOT), CommandText.subcommands(ROOT).stream()).toList();
  }

  @ParameterizedTest
  @EnumSource
  void completionKnowsEveryCommandAndOption(final CompletionCommand.Shell shell) {
    final StringWriter out = new StringWriter();
    final PrintWriter text = new PrintWriter(out);
    Main.run(
        new Console(OutputStream.nullOutputStream(), text, text, false),
        "completion",
        shell.name());
    final List<String> words = new ArrayList<>();
    for (final CommandSpec command : CommandText.subcommands(ROOT)) {
      words.add(command.name());
      for (final OptionSpec option : CommandText.options(command)) {
        words.add(option.longestName().substring(2));
      }
    }
    assertThat(out.toString()).contains(words).doesNotContain("training-run");
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aManualPageHasTheUsualSectionsAndEveryOption(final CommandSpec command) {
    final String page = ManualPages.page(command, pages());
    assertThat(page)
        .contains(
            ".TH " + command.qualifiedName("\\-").toUpperCase(Locale.ROOT) + " 1",
            ".SH \"NAME\"",
            ".SH \"SYNOPSIS\"",
            ".SH \"DESCRIPTION\"",
            ".SH \"OPTIONS\"",
            ".SH \"EXIT STATUS\"",
            ".SH \"SEE ALSO\"");
    for (final OptionSpec option : CommandText.options(command)) {
      assertThat(page).contains("\\fB" + option.longestName().replace("-", "\\-") + "\\fR");
    }
  }

  @ParameterizedTest
  @MethodSource("pages")
  void aManualPageGivesTheTypesetterNoOrdersByAccident(final CommandSpec command) {
    assertThat(ManualPages.page(command, pages()).lines())
        .filteredOn(line -> line.startsWith(".") || line.startsWith("'"))
        .allMatch(line -> line.matches("\\.(\\\\\"|TH|SH|TP|PP|nf|fi)( .*|$)"));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandSaysWhatItDoes(final CommandSpec command) {
    assertThat(command.usageMessage().header()).isNotEmpty();
    assertThat(command.usageMessage().description()).isNotEmpty();
  }

  @Test
  void hiddenCommandsHaveNoPage() {
    assertThat(pages()).extracting(CommandSpec::name).doesNotContain("training-run");
  }
}
