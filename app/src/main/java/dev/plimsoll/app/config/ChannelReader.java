package dev.plimsoll.app.config;

import dev.plimsoll.session.FilterUnits;
import dev.plimsoll.watch.alert.Alert;
import dev.plimsoll.watch.alert.ChannelSettings;
import dev.plimsoll.watch.alert.Receiver;
import dev.plimsoll.watch.alert.Secret;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes an alert channel of what a file says of it, and gathers what is wrong. */
final class ChannelReader {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);

  /** The keys of each type of channel, besides type and kinds. */
  static final Map<String, List<String>> KEYS =
      Map.of(
          "email",
          List.of(
              "host",
              "port",
              "privacy",
              "user",
              "password",
              "password-file",
              "from",
              "to",
              "ca-file"),
          "webhook",
          List.of("url", "url-file", "key", "key-file", "token", "token-file", "ca-file"),
          "alertmanager",
          List.of("url", "user", "password", "password-file", "ca-file"),
          "slack",
          List.of("url", "url-file"),
          "command",
          List.of("command", "timeout"),
          "syslog",
          List.of("address", "transport"));

  private final List<ConfigProblem> problems;

  ChannelReader(final List<ConfigProblem> problems) {
    this.problems = problems;
  }

  /** The channel, or null with a problem told. */
  @Nullable ChannelSettings read(final ChannelNode node) {
    final List<String> known = KEYS.get(node.type().text());
    if (known == null) {
      problem(
          node.type().place(),
          "a channel's type is one of %s, not %s"
              .formatted(
                  String.join(", ", KEYS.keySet().stream().sorted().toList()), node.type().text()));
      return null;
    }
    final int before = problems.size();
    final Set<String> allowed = new HashSet<>(known);
    allowed.add("kinds");
    node.values()
        .forEach((key, value) -> {
          if (!allowed.contains(key)) {
            problem(value.place(), "channel " + node.name() + ": " + UnknownKey.text(key, allowed));
          }
        });
    final ConfigValue only = node.values().get("kinds");
    final Set<Alert.Kind> kinds =
        only == null ? Set.of() : kinds("kinds", only.words(), only.place());
    try {
      final Receiver receiver = receiver(node);
      return problems.size() > before ? null : new ChannelSettings(node.name(), kinds, receiver);
    } catch (final IllegalArgumentException e) {
      problem(node.place(), "channel " + node.name() + ": " + e.getMessage());
      return null;
    }
  }

  private Receiver receiver(final ChannelNode node) {
    return switch (node.type().text()) {
      case "email" -> {
        final Receiver.Privacy privacy = privacy(node);
        yield new Receiver.Email(
            text(node, "host", "localhost"),
            number(node, "port", privacy.usualPort()),
            privacy,
            login(node),
            required(node, "from"),
            words(node, "to"),
            file(node, "ca-file"));
      }
      case "webhook" ->
          new Receiver.Webhook(
              requiredSecret(node, "url"),
              secret(node, "key"),
              secret(node, "token"),
              file(node, "ca-file"));
      case "alertmanager" ->
          new Receiver.Alertmanager(
              URI.create(required(node, "url")), login(node), file(node, "ca-file"));
      case "slack" -> new Receiver.Slack(requiredSecret(node, "url"));
      case "command" -> new Receiver.Command(words(node, "command"), timeout(node));
      default ->
          node.values().containsKey("address")
              ? remoteSyslog(node, required(node, "address"))
              : new Receiver.LocalSyslog();
    };
  }

  private Receiver remoteSyslog(final ChannelNode node, final String address) {
    final int colon = address.lastIndexOf(':');
    final String port = address.substring(colon + 1);
    if (colon < 1 || !port.matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException("address must be HOST:PORT, not " + address);
    }
    return new Receiver.RemoteSyslog(
        address.substring(0, colon), Integer.parseInt(port), transport(node));
  }

  private Receiver.Privacy privacy(final ChannelNode node) {
    return switch (text(node, "privacy", "starttls")) {
      case "starttls" -> Receiver.Privacy.STARTTLS;
      case "tls" -> Receiver.Privacy.TLS;
      case "none" -> Receiver.Privacy.NONE;
      default -> throw new IllegalArgumentException("privacy must be starttls, tls or none");
    };
  }

  private Receiver.Transport transport(final ChannelNode node) {
    return switch (text(node, "transport", "udp")) {
      case "udp" -> Receiver.Transport.UDP;
      case "tcp" -> Receiver.Transport.TCP;
      default -> throw new IllegalArgumentException("transport must be udp or tcp");
    };
  }

  private Receiver.@Nullable Login login(final ChannelNode node) {
    return node.values().containsKey("user")
        ? new Receiver.Login(required(node, "user"), requiredSecret(node, "password"))
        : null;
  }

  private Duration timeout(final ChannelNode node) {
    final ConfigValue value = node.values().get("timeout");
    if (value == null) {
      return USUAL_TIMEOUT;
    }
    final long seconds = FilterUnits.TIME.parse(value.text());
    if (seconds < 0) {
      problem(value.place(), "timeout must be %s".formatted(FilterUnits.TIME.expected()));
      return USUAL_TIMEOUT;
    }
    return Duration.ofSeconds(seconds);
  }

  private int number(final ChannelNode node, final String key, final int standard) {
    final ConfigValue value = node.values().get(key);
    if (value == null) {
      return standard;
    }
    final long number = FilterUnits.SIZE.parse(value.text());
    if (number < 0 || number > Integer.MAX_VALUE) {
      problem(value.place(), key + " must be a whole number, not " + value.text());
      return standard;
    }
    return (int) number;
  }

  private static String text(final ChannelNode node, final String key, final String standard) {
    final ConfigValue value = node.values().get(key);
    return value == null ? standard : value.text();
  }

  private static String required(final ChannelNode node, final String key) {
    return String.join(", ", words(node, key));
  }

  private static List<String> words(final ChannelNode node, final String key) {
    final ConfigValue value = node.values().get(key);
    if (value == null || value.text().isBlank()) {
      throw new IllegalArgumentException("it needs " + key);
    }
    return value.words();
  }

  private Secret requiredSecret(final ChannelNode node, final String key) {
    final Secret secret = secret(node, key);
    if (secret == null) {
      throw new IllegalArgumentException("it needs %1$s or %1$s-file".formatted(key));
    }
    return secret;
  }

  private @Nullable Secret secret(final ChannelNode node, final String key) {
    final Path file = file(node, key + "-file");
    if (file != null) {
      return new Secret.InFile(file);
    }
    final ConfigValue value = node.values().get(key);
    return value == null ? null : new Secret.Value(value.text());
  }

  private @Nullable Path file(final ChannelNode node, final String key) {
    final ConfigValue value = node.values().get(key);
    if (value == null) {
      return null;
    }
    final Path file = Path.of(value.text());
    if (!Files.isReadable(file)) {
      problem(value.place(), "the file %s cannot be read".formatted(file));
    }
    return file;
  }

  /** The kinds of alerts that words stand for. */
  Set<Alert.Kind> kinds(final String key, final List<String> words, final String place) {
    final Set<Alert.Kind> kinds = EnumSet.noneOf(Alert.Kind.class);
    for (final String word : words) {
      final Alert.Kind kind = kind(word);
      if (kind != null) {
        kinds.add(kind);
      } else if (!word.isEmpty()) {
        problem(place, "%s %s is not among %s".formatted(key, word, all()));
      }
    }
    return kinds;
  }

  private static Alert.@Nullable Kind kind(final String word) {
    for (final Alert.Kind kind : Alert.Kind.values()) {
      if (kind != Alert.Kind.TEST && kind.word().equals(word)) {
        return kind;
      }
    }
    return null;
  }

  private static String all() {
    final List<String> words = new ArrayList<>();
    for (final Alert.Kind kind : Alert.Kind.values()) {
      if (kind != Alert.Kind.TEST) {
        words.add(kind.word());
      }
    }
    return String.join(", ", words);
  }

  private void problem(final String place, final String message) {
    problems.add(new ConfigProblem(place, message));
  }
}
