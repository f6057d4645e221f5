package dev.plimsoll.app.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads configuration files (YAML 1.2). A value keeps its place; a file that is read later
 * overrides key by key, and alert channels by their name. All problems are gathered.
 */
public final class ConfigFiles {
  /** Where the configuration is looked for if nobody says otherwise. */
  public static final Path STANDARD = Path.of("/etc/plimsoll/plimsoll.yaml");

  private static final String CHANNELS = "alerts.channels";
  private static final int MOST_BYTES = 1 << 20;

  private final Map<ConfigKey, ConfigValue> values = new EnumMap<>(ConfigKey.class);
  private final Map<String, ChannelNode> channels = new LinkedHashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();

  /**
   * Reads a file, and then the files {@code *.yaml} and {@code *.yml} of the folder {@code conf.d}
   * beside it in the order of their names.
   *
   * @param required whether it is an error if the file itself is not there
   */
  public void read(final Path file, final boolean required) {
    if (required || Files.exists(file)) {
      readOne(file);
    }
    final Path folder =
        Objects.requireNonNullElse(file.getParent(), Path.of(".")).resolve("conf.d");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(ConfigFiles::isYaml).sorted().forEach(this::readOne);
      } catch (final IOException e) {
        problem(folder.toString(), "cannot be read: " + reason(e));
      }
    }
  }

  private static boolean isYaml(final Path file) {
    final String name = String.valueOf(file.getFileName());
    return (name.endsWith(".yaml") || name.endsWith(".yml")) && !name.startsWith(".");
  }

  private void readOne(final Path file) {
    final Node root;
    try (InputStream in = Files.newInputStream(file)) {
      final byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        problem(file.toString(), "is larger than 1 MiB, so it is no configuration");
        return;
      }
      root = compose(file, bytes);
    } catch (final IOException e) {
      problem(file.toString(), "cannot be read: " + reason(e));
      return;
    }
    if (root != null) {
      readMapping(root, "", file);
    }
  }

  private @Nullable Node compose(final Path file, final byte[] bytes) throws IOException {
    final LoadSettings settings =
        LoadSettings.builder().setLabel(file.toString()).setAllowDuplicateKeys(false).build();
    try {
      return new Compose(settings).composeInputStream(new ByteArrayInputStream(bytes)).orElse(null);
    } catch (final MarkedYamlEngineException e) {
      final String what = Objects.requireNonNullElse(e.getProblem(), "cannot be understood");
      problem(place(file, e.getProblemMark().orElse(null)), "this is no YAML: " + what);
    } catch (final YamlEngineException e) {
      problem(file.toString(), "this is no YAML: " + e.getMessage());
    }
    return null;
  }

  private void readMapping(final Node node, final String above, final Path file) {
    if (!(node instanceof final MappingNode mapping)) {
      problem(
          place(file, node.getStartMark().orElse(null)),
          (above.isEmpty() ? "the file" : above)
              + " holds keys, each with a value: 'limit: 20000'");
      return;
    }
    final Set<String> seen = new HashSet<>();
    for (final NodeTuple entry : mapping.getValue()) {
      final String place = place(file, entry.getKeyNode().getStartMark().orElse(null));
      if (!(entry.getKeyNode() instanceof final ScalarNode name)) {
        problem(place, "a key is a word, not a list or a mapping");
        continue;
      }
      final String path = above.isEmpty() ? name.getValue() : above + "." + name.getValue();
      if (!seen.add(path)) {
        problem(place, "the key " + path + " stands here a second time");
        continue;
      }
      readEntry(path, place, entry.getValueNode(), file);
    }
  }

  private void readEntry(final String path, final String place, final Node value, final Path file) {
    final ConfigKey key = ConfigKey.of(path);
    if (path.equals(CHANNELS)) {
      readChannels(value, file);
    } else if (key != null) {
      readValue(key, value, file);
    } else if (isAbove(path)) {
      readMapping(value, path, file);
    } else {
      problem(place, UnknownKey.text(path));
    }
  }

  // Whether there are keys below this one.
  private static boolean isAbove(final String path) {
    return Stream.of(ConfigKey.values()).anyMatch(key -> key.path().startsWith(path + "."));
  }

  private void readValue(final ConfigKey key, final Node value, final Path file) {
    final String place = place(file, value.getStartMark().orElse(null));
    final List<String> words = words(value, key.kind() == ConfigKey.Kind.LIST);
    if (words == null) {
      problem(place, "%s is %s".formatted(key.path(), key.kind().words()));
    } else {
      values.put(key, new ConfigValue(words, place));
    }
  }

  /**
   * The words of a value, or null if it is no scalar, nor a list of scalars where one is allowed.
   */
  static @Nullable List<String> words(final Node value, final boolean listAllowed) {
    if (value instanceof final ScalarNode scalar) {
      return List.of(scalar.getValue());
    }
    if (!listAllowed || !(value instanceof final SequenceNode sequence)) {
      return null;
    }
    final List<String> words = new ArrayList<>();
    for (final Node item : sequence.getValue()) {
      if (!(item instanceof final ScalarNode scalar)) {
        return null;
      }
      words.add(scalar.getValue());
    }
    return words;
  }

  private void readChannels(final Node value, final Path file) {
    if (!(value instanceof final MappingNode mapping)) {
      problem(
          place(file, value.getStartMark().orElse(null)),
          CHANNELS + " holds a name for each channel, and below it the channel's keys");
      return;
    }
    for (final NodeTuple entry : mapping.getValue()) {
      final ChannelNode channel = ChannelNode.read(entry, file, problems);
      if (channel != null) {
        channels.put(channel.name(), channel);
      }
    }
  }

  private void problem(final String place, final String message) {
    problems.add(new ConfigProblem(place, message));
  }

  /** A place in a file as compilers write it: {@code FILE:LINE:COLUMN}. */
  static String place(final Path file, final @Nullable Mark mark) {
    return mark == null
        ? file.toString()
        : "%s:%d:%d".formatted(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String reason(final IOException e) {
    return switch (e) {
      case final NoSuchFileException _ -> "there is no such file";
      case final AccessDeniedException _ -> "permission denied";
      case final MalformedInputException _ -> "it is not in UTF-8";
      default -> String.valueOf(e.getMessage());
    };
  }

  /** What the files say, by key. */
  public Map<ConfigKey, ConfigValue> values() {
    return values;
  }

  List<ChannelNode> channels() {
    return List.copyOf(channels.values());
  }

  /** What is wrong with them, in the order of the files. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
