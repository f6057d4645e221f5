package dev.plimsoll.app;

import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.config.ConfigKey;
import dev.plimsoll.app.config.ConfigValue;
import dev.plimsoll.app.config.Configuration;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code plimsoll config}: what the watch is told to do, and whether it can be done. */
@Command(
    name = "config",
    header = "Check or show the configuration of the watch.",
    description = {
      "'config check' reads the configuration as 'plimsoll watch' would, and names every error with"
          + " its file, line and column. 'config show' prints each key with its value and where"
          + " it comes from."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the configuration is good", "2:it is not; each line names a place"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  plimsoll config check",
      "  plimsoll config check --config ./plimsoll.yaml",
      "  plimsoll config show"
    })
final class ConfigCommand implements Runnable {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  ConfigCommand(final Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw FilterWords.usage(spec, "say what to do with it: check or show");
  }

  @Command(name = "check", header = "Name every error of the configuration.")
  int check(@Mixin final ConfigOptions options) {
    try {
      final Configuration configuration = options.read(ConfigOptions.none());
      console
          .text()
          .println(
              "The configuration is good: %s, %d of %d keys given, %d alert channels."
                  .formatted(
                      Files.exists(options.file()) ? options.file() : "no file",
                      configuration.given().size(),
                      ConfigKey.values().length,
                      configuration.alerts().channels().size()));
      return ExitCode.OK;
    } catch (final ConfigException e) {
      return tell(console, e);
    }
  }

  @Command(name = "show", header = "Print every key with its value and its origin.")
  int show(@Mixin final ConfigOptions options) {
    try {
      final Configuration configuration = options.read(ConfigOptions.none());
      for (final ConfigKey key : ConfigKey.values()) {
        final ConfigValue value = configuration.given().get(key);
        console
            .text()
            .println(
                "%-24s %-40s %s"
                    .formatted(
                        key.path(),
                        value == null ? key.standard() : String.join(", ", value.words()),
                        value == null ? "default" : value.place()));
      }
      return ExitCode.OK;
    } catch (final ConfigException e) {
      return tell(console, e);
    }
  }

  /** A line for each problem. */
  static int tell(final Console console, final ConfigException e) {
    e.problems().forEach(problem -> console.errors().println("plimsoll: " + problem));
    return ExitCode.USAGE;
  }
}
