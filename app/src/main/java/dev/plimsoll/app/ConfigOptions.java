package dev.plimsoll.app;

import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.config.ConfigFiles;
import dev.plimsoll.app.config.ConfigKey;
import dev.plimsoll.app.config.ConfigReader;
import dev.plimsoll.app.config.ConfigValue;
import dev.plimsoll.app.config.Configuration;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the configuration comes from. */
final class ConfigOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "The configuration, and the folder conf.d beside it. Default:"
              + " /etc/plimsoll/plimsoll.yaml, if it is there.")
  private @Nullable Path file;

  /** The file that is meant, there or not. */
  Path file() {
    return Objects.requireNonNullElse(file, ConfigFiles.STANDARD);
  }

  /** What the files say. */
  ConfigFiles files() {
    final ConfigFiles files = new ConfigFiles();
    files.read(file(), file != null);
    return files;
  }

  /**
   * The whole configuration.
   *
   * @param options what the command line says besides
   * @throws ConfigException with every problem
   */
  Configuration read(final Map<ConfigKey, ConfigValue> options) throws ConfigException {
    return new ConfigReader(files(), System::getenv, options).read();
  }

  /** Puts an option that was given in the place of its key. */
  static void put(
      final Map<ConfigKey, ConfigValue> options,
      final ConfigKey key,
      final String option,
      final @Nullable String value) {
    if (value != null) {
      options.put(
          key,
          new ConfigValue(
              key.kind() == ConfigKey.Kind.LIST ? List.of(value.split(",", -1)) : List.of(value),
              option));
    }
  }

  static Map<ConfigKey, ConfigValue> none() {
    return new EnumMap<>(ConfigKey.class);
  }
}
