package dev.plimsoll.app.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * An alert channel as it stands in a file: its keys and values, before its type says which of them
 * there are.
 *
 * @param place where its name stands
 * @param name its name
 * @param type the value of {@code type}
 * @param values all other keys, in the order of the file
 */
record ChannelNode(String place, String name, ConfigValue type, Map<String, ConfigValue> values) {

  /** Reads one channel, or tells what is wrong with it. */
  static @Nullable ChannelNode read(
      final NodeTuple channel, final Path file, final List<ConfigProblem> problems) {
    final String place = ConfigFiles.place(file, channel.getKeyNode().getStartMark().orElse(null));
    if (!(channel.getKeyNode() instanceof final ScalarNode name)
        || !(channel.getValueNode() instanceof final MappingNode mapping)) {
      problems.add(
          new ConfigProblem(place, "a channel has a name, and below it keys such as type"));
      return null;
    }
    final Map<String, ConfigValue> values = new LinkedHashMap<>();
    for (final NodeTuple entry : mapping.getValue()) {
      readEntry(entry, file, values, problems);
    }
    final ConfigValue type = values.remove("type");
    if (type == null) {
      problems.add(
          new ConfigProblem(place, "channel " + name.getValue() + " needs a type: 'type: email'"));
      return null;
    }
    return new ChannelNode(place, name.getValue(), type, values);
  }

  private static void readEntry(
      final NodeTuple entry,
      final Path file,
      final Map<String, ConfigValue> values,
      final List<ConfigProblem> problems) {
    final String place = ConfigFiles.place(file, entry.getKeyNode().getStartMark().orElse(null));
    if (!(entry.getKeyNode() instanceof final ScalarNode key)) {
      problems.add(new ConfigProblem(place, "a key is a word, not a list or a mapping"));
      return;
    }
    final List<String> words = ConfigFiles.words(entry.getValueNode(), true);
    if (words == null) {
      problems.add(new ConfigProblem(place, key.getValue() + " is a text or a list of texts"));
      return;
    }
    final String at = ConfigFiles.place(file, entry.getValueNode().getStartMark().orElse(null));
    if (values.put(key.getValue(), new ConfigValue(words, at)) != null) {
      problems.add(
          new ConfigProblem(place, "the key " + key.getValue() + " stands here a second time"));
    }
  }
}
