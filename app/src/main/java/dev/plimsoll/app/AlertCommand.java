package dev.plimsoll.app;

import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.config.Configuration;
import dev.plimsoll.watch.alert.ChannelSettings;
import dev.plimsoll.watch.alert.Outcome;
import dev.plimsoll.watch.alert.TestAlert;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll alert}: whether alerts arrive. */
@Command(
    name = "alert",
    header = "Try the channels that alerts are told through.",
    description =
        "'alert test CHANNEL' sends one message through a channel of the configuration, and says"
            + " what came of it. The watch need not run.",
    footerHeading = "%nExamples:%n",
    footer = {"  plimsoll alert test ops"})
final class AlertCommand implements Runnable {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  AlertCommand(final Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    throw FilterWords.usage(spec, "say what to do: test CHANNEL");
  }

  @Command(name = "test", header = "Send a test through a channel.")
  int test(
      @Mixin final ConfigOptions config,
      @Parameters(paramLabel = "CHANNEL", description = "The channel's name.") final String channel)
      throws InterruptedException {
    final Configuration configuration;
    try {
      configuration = config.read(ConfigOptions.none());
    } catch (final ConfigException e) {
      return ConfigCommand.tell(console, e);
    }
    if (configuration.alerts().channels().stream().noneMatch(c -> c.name().equals(channel))) {
      throw FilterWords.usage(spec, "there is no channel " + channel + names(configuration));
    }
    WatchLog.setUp();
    final Outcome outcome =
        TestAlert.send(
            configuration.alerts(),
            channel,
            WatchCommand.host(),
            ZoneId.systemDefault(),
            InstantSource.system());
    if (outcome.delivered()) {
      console.text().println(outcome.text());
      return ExitCode.OK;
    }
    console.errors().println("plimsoll: the test did not arrive: " + outcome.text());
    return ExitCode.FAILED;
  }

  private static String names(final Configuration configuration) {
    final List<String> names =
        configuration.alerts().channels().stream().map(ChannelSettings::name).toList();
    return names.isEmpty() ? "; none is configured" : "; there is " + String.join(", ", names);
  }
}
