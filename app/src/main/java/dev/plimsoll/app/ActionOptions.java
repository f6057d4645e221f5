package dev.plimsoll.app;

import dev.plimsoll.app.action.ActionRunner;
import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.config.ConfigKey;
import dev.plimsoll.app.config.ConfigValue;
import dev.plimsoll.kernel.OwnLogins;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where it is written down what was done to this host, and for how long it is done. */
final class ActionOptions {
  static final Duration BLOCK_FOR = Duration.ofDays(1);

  @Mixin private final ConfigOptions config = new ConfigOptions();

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Where actions are written down. Default: /var/lib/plimsoll.")
  private @Nullable String dataDir;

  /** Who does it. A folder that was named is taken whatever the configuration says. */
  ActionRunner runner() throws ConfigException {
    return runner(folder());
  }

  /** Who does it, and writes it down in this folder. */
  static ActionRunner runner(final Path folder) {
    return new ActionRunner(folder, OwnLogins.find(), BLOCK_FOR, InstantSource.system());
  }

  private Path folder() throws ConfigException {
    if (dataDir != null) {
      return Path.of(dataDir);
    }
    final Map<ConfigKey, ConfigValue> options = ConfigOptions.none();
    return config.read(options).dataDir();
  }
}
