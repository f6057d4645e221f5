package dev.plimsoll.app.config;

import dev.plimsoll.app.config.ConfigKey.Kind;
import dev.plimsoll.session.FilterUnits;
import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.alert.Alert;
import dev.plimsoll.watch.alert.AlertRule;
import dev.plimsoll.watch.alert.AlertSettings;
import dev.plimsoll.watch.alert.ChannelSettings;
import dev.plimsoll.watch.alert.Secret;
import dev.plimsoll.watch.diagnosis.Role;
import dev.plimsoll.watch.diagnosis.Thresholds;
import dev.plimsoll.watch.history.HistoryLocation;
import dev.plimsoll.watch.history.HistorySettings;
import dev.plimsoll.web.PushSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Configuration} of files, the environment and options; the later of these overrides
 * the earlier. Every problem is found before it fails.
 */
public final class ConfigReader {
  private static final String ON = "on";
  private static final String OFF = "off";
  private static final String AUTO = "auto";
  private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(5);

  private final Map<ConfigKey, ConfigValue> given = new EnumMap<>(ConfigKey.class);
  private final List<ChannelNode> channels;
  private final List<ConfigProblem> problems;

  /**
   * Gathers what was given.
   *
   * @param files what the files say
   * @param environment the value of a variable, or null
   * @param options what the command line says, by key
   */
  public ConfigReader(
      final ConfigFiles files,
      final UnaryOperator<@Nullable String> environment,
      final Map<ConfigKey, ConfigValue> options) {
    given.putAll(files.values());
    for (final ConfigKey key : ConfigKey.values()) {
      final String value = environment.apply(key.variable());
      if (value != null) {
        given.put(key, new ConfigValue(words(key, value), key.variable()));
      }
    }
    given.putAll(options);
    channels = files.channels();
    problems = new ArrayList<>(files.problems());
  }

  private static List<String> words(final ConfigKey key, final String value) {
    return key.kind() == Kind.LIST
        ? List.of(value.strip().split("\\s*,\\s*", -1))
        : List.of(value.strip());
  }

  /**
   * The configuration.
   *
   * @throws ConfigException with every problem
   */
  public Configuration read() throws ConfigException {
    final LimitRule rule = rule();
    final Duration every = every();
    final List<String> namespaces = namespaces();
    final Path dataDir = Path.of(text(ConfigKey.DATA_DIR));
    final HistorySettings history = history(dataDir, rule.window());
    final Configuration.Page page = page();
    final PushSettings push = push();
    final DiagnosisSettings diagnosis = diagnosis();
    final AlertSettings alerts = alerts();
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
    return new Configuration(
        rule,
        every,
        namespaces,
        dataDir,
        history,
        page,
        push,
        diagnosis,
        alerts,
        Map.copyOf(given));
  }

  private DiagnosisSettings diagnosis() {
    Set<Role> roles = Set.of();
    Thresholds thresholds = Thresholds.STANDARD;
    try {
      roles = DiagnosisSettings.roles(someOf(ConfigKey.DIAGNOSIS_ROLES));
    } catch (final IllegalArgumentException e) {
      problem(ConfigKey.DIAGNOSIS_ROLES, "cannot be so: " + e.getMessage());
    }
    try {
      thresholds = DiagnosisSettings.thresholds(someOf(ConfigKey.DIAGNOSIS_THRESHOLDS));
    } catch (final IllegalArgumentException e) {
      problem(ConfigKey.DIAGNOSIS_THRESHOLDS, "cannot be so: " + e.getMessage());
    }
    return new DiagnosisSettings(roles, thresholds);
  }

  /** The words of a list that may be empty. */
  private List<String> someOf(final ConfigKey key) {
    return given.containsKey(key)
        ? list(key).stream().filter(word -> !word.isEmpty()).toList()
        : List.of();
  }

  private LimitRule rule() {
    final long limit = number(ConfigKey.LIMIT);
    final LimitRule standard = LimitRule.ofLimit(Math.max(1, limit));
    final ConfigValue burst = given.get(ConfigKey.BURST_LIMIT);
    final boolean hasBurst = burst != null && !burst.text().equals(OFF);
    final int before = problems.size();
    final long clearBelow =
        given.containsKey(ConfigKey.CLEAR_BELOW)
            ? number(ConfigKey.CLEAR_BELOW)
            : standard.clearBelow();
    final Duration window = time(ConfigKey.WINDOW);
    final Duration overFor = time(ConfigKey.OVER_FOR);
    final Duration clearFor = time(ConfigKey.CLEAR_FOR);
    final OptionalLong burstLimit =
        hasBurst ? OptionalLong.of(number(ConfigKey.BURST_LIMIT)) : OptionalLong.empty();
    final Duration recurringOver = time(ConfigKey.RECURRING_OVER);
    final Duration recurringOf = time(ConfigKey.RECURRING_OF);
    final int peaks = (int) Math.min(Integer.MAX_VALUE, number(ConfigKey.RECURRING_PEAKS));
    if (problems.size() == before) {
      try {
        return new LimitRule(
            limit,
            window,
            overFor,
            clearBelow,
            clearFor,
            burstLimit,
            recurringOver,
            recurringOf,
            peaks);
      } catch (final IllegalArgumentException e) {
        problem(ConfigKey.LIMIT, "the rule cannot be so: " + e.getMessage());
      }
    }
    return standard;
  }

  private Duration every() {
    final Duration every = time(ConfigKey.EVERY);
    if (every.compareTo(SHORTEST_INTERVAL) < 0 || every.compareTo(LONGEST_INTERVAL) > 0) {
      problem(ConfigKey.EVERY, "must be 1s to 5m, for a sample stands for no longer");
    }
    return every;
  }

  private List<String> namespaces() {
    final List<String> names = list(ConfigKey.NAMESPACES);
    final boolean all = names.contains("all");
    if (all && names.size() > 1) {
      problem(ConfigKey.NAMESPACES, "is either all, or a list of names");
    }
    if (names.isEmpty() || names.contains("")) {
      problem(
          ConfigKey.NAMESPACES, "needs at least one name; own is the one that Plimsoll runs in");
    }
    return all ? List.of() : names;
  }

  private HistorySettings history(final Path dataDir, final Duration window) {
    final HistorySettings standard = HistorySettings.at(new HistoryLocation.InMemory());
    final Duration samples = time(ConfigKey.HISTORY_KEEP_SAMPLES);
    final Duration minutes = time(ConfigKey.HISTORY_KEEP_MINUTES);
    final Duration hours = time(ConfigKey.HISTORY_KEEP_HOURS);
    final HistoryLocation location = location(dataDir);
    try {
      return new HistorySettings(
          location,
          samples,
          minutes,
          hours,
          shorter(minutes, Duration.ofDays(365)),
          standard.alerts(),
          hours,
          window,
          standard.mostWaiting());
    } catch (final IllegalArgumentException e) {
      problem(ConfigKey.HISTORY_KEEP_SAMPLES, "and its like cannot be so: " + e.getMessage());
      return standard;
    }
  }

  private static Duration shorter(final Duration one, final Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private HistoryLocation location(final Path dataDir) {
    final String database = text(ConfigKey.HISTORY_DATABASE);
    final Path passwordFile = file(ConfigKey.HISTORY_PASSWORD_FILE);
    if (database.equals("sqlite")) {
      return new HistoryLocation.InFile(dataDir.resolve("history.db"));
    }
    if (!database.equals(HistoryLocation.MEMORY) && !database.startsWith("jdbc:")) {
      problem(
          ConfigKey.HISTORY_DATABASE,
          "must be sqlite, memory or a URL that begins with jdbc:postgresql:, not " + database);
      return new HistoryLocation.InMemory();
    }
    try {
      return HistoryLocation.parse(
          passwordFile == null ? database : withPassword(database, passwordFile));
    } catch (final IllegalArgumentException e) {
      problem(ConfigKey.HISTORY_DATABASE, "cannot be used: " + e.getMessage());
    } catch (final IOException e) {
      problem(ConfigKey.HISTORY_PASSWORD_FILE, "cannot be read: " + e.getMessage());
    }
    return new HistoryLocation.InMemory();
  }

  private static String withPassword(final String url, final Path file) throws IOException {
    final String password =
        URLEncoder.encode(new Secret.InFile(file).reveal(), StandardCharsets.UTF_8);
    return url + (url.contains("?") ? "&" : "?") + "password=" + password;
  }

  private Configuration.@Nullable Page page() {
    final String listen = text(ConfigKey.PAGE_LISTEN);
    final Path certificate = file(ConfigKey.PAGE_CERTIFICATE);
    final Path privateKey = file(ConfigKey.PAGE_PRIVATE_KEY);
    final String token = text(ConfigKey.PAGE_TOKEN);
    if (!List.of(AUTO, ON, OFF).contains(token)) {
      problem(ConfigKey.PAGE_TOKEN, "must be auto, on or off, not " + token);
    }
    if ((certificate == null) != (privateKey == null)) {
      problem(
          certificate == null ? ConfigKey.PAGE_PRIVATE_KEY : ConfigKey.PAGE_CERTIFICATE,
          "page.certificate and page.private-key belong together: give both or neither");
    }
    if (listen.equals(OFF)) {
      return null;
    }
    final InetSocketAddress address = address(listen);
    if (address == null) {
      return null;
    }
    final boolean loopback = address.getAddress().isLoopbackAddress();
    if (!loopback && token.equals(OFF)) {
      problem(
          ConfigKey.PAGE_TOKEN,
          "cannot be off while page.listen is %s: everybody there could read who talks to whom"
              .formatted(listen));
    }
    return new Configuration.Page(
        address,
        certificate,
        privateKey,
        !loopback || token.equals(ON),
        !loopback || certificate != null);
  }

  private @Nullable InetSocketAddress address(final String listen) {
    final int colon = listen.lastIndexOf(':');
    final String host = colon < 0 ? "" : listen.substring(0, colon);
    final String port = listen.substring(colon + 1);
    final boolean isPort =
        !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(c -> c >= '0' && c <= '9');
    if (host.isEmpty() || !isPort || Integer.parseInt(port) > 0xffff) {
      problem(
          ConfigKey.PAGE_LISTEN,
          "must be ADDRESS:PORT such as 127.0.0.1:7171 or [::1]:7171, or off, not " + listen);
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.getByName(host), Integer.parseInt(port));
    } catch (final UnknownHostException e) {
      problem(ConfigKey.PAGE_LISTEN, host + " is no address of this machine");
      return null;
    }
  }

  private @Nullable PushSettings push() {
    final String endpoint = text(ConfigKey.OTLP_ENDPOINT);
    final Duration every = time(ConfigKey.OTLP_EVERY);
    final Path headersFile = file(ConfigKey.OTLP_HEADERS_FILE);
    final String gzip = text(ConfigKey.OTLP_GZIP);
    final Path caFile = file(ConfigKey.OTLP_CA_FILE);
    if (!List.of(ON, OFF).contains(gzip)) {
      problem(ConfigKey.OTLP_GZIP, "must be on or off, not " + gzip);
    }
    if (endpoint.isEmpty()) {
      return null;
    }
    try {
      return new PushSettings(
          PushSettings.endpoint(endpoint), every, headersFile, gzip.equals(ON), caFile);
    } catch (final IllegalArgumentException e) {
      problem(ConfigKey.OTLP_ENDPOINT, "cannot be used: " + e.getMessage());
      return null;
    }
  }

  private AlertSettings alerts() {
    final ChannelReader reader = new ChannelReader(problems);
    final AlertSettings standard = AlertSettings.DEFAULT;
    final AlertRule usual = standard.rule();
    final List<ChannelSettings> told =
        channels.stream().map(reader::read).filter(Objects::nonNull).toList();
    final Set<Alert.Kind> kinds =
        reader.kinds(
            ConfigKey.ALERTS_KINDS.path(),
            list(ConfigKey.ALERTS_KINDS),
            place(ConfigKey.ALERTS_KINDS));
    try {
      return new AlertSettings(
          new AlertRule(
              kinds,
              steps(),
              usual.stays(),
              time(ConfigKey.ALERTS_CLEAR_FOR),
              number(ConfigKey.ALERTS_FINDING_CONFIDENCE) / 100.0),
          time(ConfigKey.ALERTS_GROUP_WAIT),
          time(ConfigKey.ALERTS_RETRY_AFTER),
          time(ConfigKey.ALERTS_RETRY_AT_MOST),
          time(ConfigKey.ALERTS_GIVE_UP_AFTER),
          told);
    } catch (final IllegalArgumentException e) {
      problem(ConfigKey.ALERTS_REPEAT_AFTER, "or its like cannot be so: " + e.getMessage());
      return standard;
    }
  }

  private List<Duration> steps() {
    final List<Duration> steps = new ArrayList<>();
    for (final String word : list(ConfigKey.ALERTS_REPEAT_AFTER)) {
      if (!word.isEmpty() && !word.equals(OFF)) {
        steps.add(duration(ConfigKey.ALERTS_REPEAT_AFTER, word));
      }
    }
    return steps;
  }

  private String text(final ConfigKey key) {
    final ConfigValue value = given.get(key);
    return value == null ? key.standard() : value.text();
  }

  private List<String> list(final ConfigKey key) {
    final ConfigValue value = given.get(key);
    return value == null ? words(key, key.standard()) : value.words();
  }

  private long number(final ConfigKey key) {
    final long number = FilterUnits.SIZE.parse(text(key));
    if (number < 0) {
      problem(key, "must be %s, not %s".formatted(key.kind().words(), text(key)));
      return 1;
    }
    return number;
  }

  private Duration time(final ConfigKey key) {
    return duration(key, text(key));
  }

  private Duration duration(final ConfigKey key, final String text) {
    final long seconds = FilterUnits.TIME.parse(text);
    if (seconds < 1 || Character.isDigit(text.charAt(text.length() - 1))) {
      problem(key, "must be %s, not %s".formatted(Kind.TIME.words(), text));
      return Duration.ofSeconds(1);
    }
    return Duration.ofSeconds(seconds);
  }

  private @Nullable Path file(final ConfigKey key) {
    final String name = text(key);
    if (name.isEmpty()) {
      return null;
    }
    final Path file = Path.of(name);
    if (!Files.isReadable(file)) {
      problem(key, "the file %s cannot be read".formatted(name));
    }
    return file;
  }

  private void problem(final ConfigKey key, final String message) {
    problems.add(
        new ConfigProblem(
            place(key), message.startsWith(key.path()) ? message : key.path() + " " + message));
  }

  private String place(final ConfigKey key) {
    final ConfigValue value = given.get(key);
    return value == null ? "the default" : value.place();
  }
}
