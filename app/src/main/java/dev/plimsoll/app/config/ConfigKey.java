package dev.plimsoll.app.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Every key of the configuration but those of alert channels. docs/configuration.md has the same
 * table; a test holds them together.
 */
public enum ConfigKey {
  LIMIT(
      "limit",
      Kind.NUMBER,
      "10000",
      Reload.YES,
      "The load line: the number of sessions above which your provider acts."),
  WINDOW("window", Kind.TIME, "10m", Reload.YES, "The time that is looked back on."),
  OVER_FOR(
      "over-for",
      Kind.TIME,
      "9m",
      Reload.YES,
      "So much of the window over the limit is a sustained overload."),
  CLEAR_BELOW(
      "clear-below",
      Kind.NUMBER,
      "nine tenths of the limit",
      Reload.YES,
      "A count below this is clear of the limit."),
  CLEAR_FOR(
      "clear-for",
      Kind.TIME,
      "5m",
      Reload.YES,
      "An overload ends when the count was clear for so long."),
  BURST_LIMIT(
      "burst-limit",
      Kind.NUMBER_OR_OFF,
      "off",
      Reload.YES,
      "A count over this in three samples running is a burst."),
  RECURRING_OVER(
      "recurring-over",
      Kind.TIME,
      "30m",
      Reload.YES,
      "So much time over the limit makes peaks recurring."),
  RECURRING_OF(
      "recurring-of",
      Kind.TIME,
      "60m",
      Reload.YES,
      "The watched time that is looked back on for recurring peaks."),
  RECURRING_PEAKS(
      "recurring-peaks", Kind.NUMBER, "3", Reload.YES, "So many peaks in that time are recurring."),
  EVERY("every", Kind.TIME, "5s", Reload.NO, "The time between two samples, 1s to 5m."),
  NAMESPACES(
      "namespaces",
      Kind.LIST,
      "own",
      Reload.NO,
      "The network namespaces to watch: own, all, or names as 'ip netns list' has them."),
  DATA_DIR(
      "data-dir",
      Kind.TEXT,
      "/var/lib/plimsoll",
      Reload.NO,
      "The folder for the history, the page's certificate and the token's hash."),
  HISTORY_DATABASE(
      "history.database",
      Kind.TEXT,
      "sqlite",
      Reload.NO,
      "sqlite for a file in the data-dir, memory for none, or a URL such as jdbc:postgresql://db.example/plimsoll?user=plimsoll."),
  HISTORY_PASSWORD_FILE(
      "history.password-file",
      Kind.TEXT,
      "",
      Reload.NO,
      "A file that holds the password for the database."),
  HISTORY_KEEP_SAMPLES(
      "history.keep-samples",
      Kind.TIME,
      "48h",
      Reload.NO,
      "How long every sample is kept; those of overloads are kept with them."),
  HISTORY_KEEP_MINUTES(
      "history.keep-minutes",
      Kind.TIME,
      "30d",
      Reload.NO,
      "How long a row a minute is kept, and what the table consisted of then."),
  HISTORY_KEEP_HOURS(
      "history.keep-hours",
      Kind.TIME,
      "730d",
      Reload.NO,
      "How long a row an hour is kept, and the times over the limit."),
  PAGE_LISTEN(
      "page.listen",
      Kind.TEXT,
      "127.0.0.1:7171",
      Reload.NO,
      "Where the page, the API and the metrics are served, or off. Beyond loopback it takes a token and TLS."),
  PAGE_CERTIFICATE(
      "page.certificate",
      Kind.TEXT,
      "",
      Reload.NO,
      "A certificate chain (PEM) for TLS. Without one a certificate is made at the first start."),
  PAGE_PRIVATE_KEY(
      "page.private-key",
      Kind.TEXT,
      "",
      Reload.NO,
      "The certificate's private key (PEM, PKCS #8)."),
  PAGE_TOKEN(
      "page.token",
      Kind.SWITCH,
      "auto",
      Reload.NO,
      "Whether a token is asked for: auto is beyond loopback only, on is always."),
  OTLP_ENDPOINT(
      "otlp.endpoint",
      Kind.TEXT,
      "",
      Reload.NO,
      "Where the metrics are pushed by OTLP/HTTP, such as http://127.0.0.1:4318; /v1/metrics is added. Without it none are."),
  OTLP_EVERY("otlp.every", Kind.TIME, "60s", Reload.NO, "The time between two pushes."),
  OTLP_HEADERS_FILE(
      "otlp.headers-file",
      Kind.TEXT,
      "",
      Reload.NO,
      "A file with a header a line, such as 'Authorization: Bearer …'. It is read at each push."),
  OTLP_GZIP("otlp.gzip", Kind.ON_OR_OFF, "on", Reload.NO, "Whether a push is compressed."),
  OTLP_CA_FILE(
      "otlp.ca-file",
      Kind.TEXT,
      "",
      Reload.NO,
      "Certificates (PEM) that are trusted in place of the system's, for an endpoint with https."),
  DIAGNOSIS_ROLES(
      "diagnosis.roles",
      Kind.LIST,
      "",
      Reload.YES,
      "What this host is there for, which changes what is normal: mail-server, resolver, proxy, crawler, tor-relay, peer-to-peer, monitoring, backup."),
  DIAGNOSIS_THRESHOLDS(
      "diagnosis.thresholds",
      Kind.LIST,
      "",
      Reload.YES,
      "Where signs begin, such as scan.horizontal.out.warn_hosts=100."),
  ALERTS_KINDS(
      "alerts.kinds",
      Kind.LIST,
      "sustained, recurring, near-ceiling, drops, unwatched, finding",
      Reload.YES,
      "What is alerted on; brief-peak too if you wish."),
  ALERTS_REPEAT_AFTER(
      "alerts.repeat-after",
      Kind.LIST,
      "15m, 1h, 4h, 12h, 1d",
      Reload.YES,
      "When an alert is repeated while its matter lasts; the last step goes on. [] for never."),
  ALERTS_FINDING_CONFIDENCE(
      "alerts.finding-confidence",
      Kind.NUMBER,
      "80",
      Reload.YES,
      "How sure a diagnosis must be that the host is compromised before it is told, in percent."),
  ALERTS_CLEAR_FOR(
      "alerts.clear-for",
      Kind.TIME,
      "5m",
      Reload.YES,
      "A matter is over when it has been away for so long."),
  ALERTS_GROUP_WAIT(
      "alerts.group-wait",
      Kind.TIME,
      "5s",
      Reload.YES,
      "How long a channel waits, so that what begins together is told together."),
  ALERTS_RETRY_AFTER(
      "alerts.retry-after",
      Kind.TIME,
      "10s",
      Reload.YES,
      "When a delivery that failed is tried again; doubled after each failure."),
  ALERTS_RETRY_AT_MOST(
      "alerts.retry-at-most", Kind.TIME, "10m", Reload.YES, "The longest time between two tries."),
  ALERTS_GIVE_UP_AFTER(
      "alerts.give-up-after", Kind.TIME, "1d", Reload.YES, "When a delivery is given up.");

  /** What a value looks like. */
  public enum Kind {
    NUMBER("a whole number"),
    NUMBER_OR_OFF("a whole number, or off"),
    TIME("a time such as 30s, 5m, 12h or 2d"),
    TEXT("a text"),
    SWITCH("auto, on or off"),
    ON_OR_OFF("on or off"),
    LIST("a list such as [one, two]");

    private final String words;

    Kind(final String words) {
      this.words = words;
    }

    /** For messages: what is expected. */
    public String words() {
      return words;
    }
  }

  /** Whether SIGHUP takes a new value, or a restart only. */
  public enum Reload {
    YES,
    NO
  }

  private final String path;
  private final Kind kind;
  private final String standard;
  private final Reload reload;
  private final String meaning;

  ConfigKey(
      final String path,
      final Kind kind,
      final String standard,
      final Reload reload,
      final String meaning) {
    this.path = path;
    this.kind = kind;
    this.standard = standard;
    this.reload = reload;
    this.meaning = meaning;
  }

  /** The key with those above it, such as {@code history.database}. */
  public String path() {
    return path;
  }

  public Kind kind() {
    return kind;
  }

  /** The default, as text; in words where it depends on another key. */
  public String standard() {
    return standard;
  }

  public boolean isReloaded() {
    return reload == Reload.YES;
  }

  public String meaning() {
    return meaning;
  }

  /** The environment's variable that overrides the files, such as {@code PLIMSOLL_PAGE_LISTEN}. */
  public String variable() {
    return "PLIMSOLL_" + path.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }

  /** The key of a path, or null. */
  static @Nullable ConfigKey of(final String path) {
    for (final ConfigKey key : values()) {
      if (key.path.equals(path)) {
        return key;
      }
    }
    return null;
  }
}
