package dev.plimsoll.app.config;

import dev.plimsoll.watch.LimitRule;
import dev.plimsoll.watch.alert.AlertSettings;
import dev.plimsoll.watch.history.HistorySettings;
import dev.plimsoll.web.PushSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the watch works: files, environment and options brought together and checked.
 *
 * @param rule the limit and what counts as sustained
 * @param every the time between two samples
 * @param namespaces the names of those watched; the own one is {@code own}; empty for all
 * @param dataDir where history, certificate and token are kept
 * @param history where the history is kept, and for how long
 * @param page what is served; null for nothing
 * @param push where the metrics are pushed; null for nowhere
 * @param diagnosis what is normal for this host
 * @param alerts what is alerted on, and how it is told
 * @param given the keys that somebody gave, with where; what is not here is the default
 */
public record Configuration(
    LimitRule rule,
    Duration every,
    List<String> namespaces,
    Path dataDir,
    HistorySettings history,
    @Nullable Page page,
    @Nullable PushSettings push,
    DiagnosisSettings diagnosis,
    AlertSettings alerts,
    Map<ConfigKey, ConfigValue> given) {

  public Configuration {
    namespaces = List.copyOf(namespaces);
  }

  /**
   * The page.
   *
   * @param certificate a certificate chain for TLS, or null for one of our own
   * @param privateKey its key; null exactly where the certificate is
   * @param withToken whether a token is asked for
   * @param withTls whether it is served by TLS
   */
  public record Page(
      InetSocketAddress listen,
      @Nullable Path certificate,
      @Nullable Path privateKey,
      boolean withToken,
      boolean withTls) {}
}
