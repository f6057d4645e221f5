package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.Sysctl;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A kernel and an engine for all tests of a class. */
final class SideBySide implements BeforeAllCallback, AfterAllCallback {
  private final Map<Sysctl, Long> settings;
  private @Nullable Comparison comparison;

  SideBySide(final Map<Sysctl, Long> settings) {
    this.settings = settings;
  }

  @Override
  public void beforeAll(final ExtensionContext context) throws IOException {
    comparison = new Comparison(DistinctTimeouts.with(settings));
  }

  @Override
  public void afterAll(final ExtensionContext context) throws IOException {
    if (comparison != null) {
      comparison.close();
    }
  }

  Comparison comparison() {
    return Objects.requireNonNull(comparison);
  }

  /** Both say the same of every packet of the exchange. */
  void assertEqual(final Exchange exchange) throws IOException {
    comparison().assertEqual(exchange, "this scenario");
  }

  /** The same under settings of its own. */
  static void assertEqual(final Map<Sysctl, Long> settings, final Exchange exchange)
      throws IOException {
    try (Comparison own = new Comparison(DistinctTimeouts.with(settings))) {
      own.assertEqual(exchange, "with " + settings);
    }
  }
}
