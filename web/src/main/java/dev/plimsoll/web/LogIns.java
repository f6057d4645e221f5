package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Browsers that are logged in, each named by the 256 random bits of its cookie, of which only the
 * digest is kept. A log-in ends after a week, after a day without use, when the watch is started
 * anew, and when too many newer ones came.
 */
final class LogIns {
  static final int MOST = 256;
  static final long LASTS_MILLIS = 7 * 24 * 3_600_000L;
  static final long UNUSED_MILLIS = 24 * 3_600_000L;

  private static final int BYTES = 32;

  private final LongSupplier clock;
  private final SecureRandom random = new SecureRandom();

  private record LogIn(long began, long used) {}

  // Least recently used first.
  private final Map<String, LogIn> logIns =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(final Map.Entry<String, LogIn> eldest) {
          return size() > MOST;
        }
      };

  LogIns(final LongSupplier clock) {
    this.clock = clock;
  }

  /** Begins one and returns the cookie's value. */
  synchronized String begin() {
    final byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    final String value = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    final long now = clock.getAsLong();
    logIns.put(digest(value), new LogIn(now, now));
    return value;
  }

  /** Whether a cookie's value is that of one that lasts; it is used then. */
  synchronized boolean isIn(final String value) {
    final String digest = digest(value);
    final LogIn logIn = logIns.get(digest);
    if (logIn == null) {
      return false;
    }
    final long now = clock.getAsLong();
    if (now - logIn.began >= LASTS_MILLIS || now - logIn.used >= UNUSED_MILLIS) {
      logIns.remove(digest);
      return false;
    }
    logIns.put(digest, new LogIn(logIn.began, now));
    return true;
  }

  synchronized void end(final String value) {
    logIns.remove(digest(value));
  }

  synchronized int size() {
    return logIns.size();
  }

  // Looked up by digest: how long that takes tells nothing about the values.
  private static String digest(final String value) {
    return Base64.getEncoder().encodeToString(Sha256.of(value.getBytes(UTF_8)));
  }
}
