package dev.plimsoll.engine.helper;

import java.util.List;

/**
 * Which sessions get helpers.
 *
 * @param rules the first that fits a session decides
 * @param own the addresses of the host whose packets are tracked; only NetBIOS needs them
 */
public record HelperSettings(List<HelperRule> rules, List<OwnAddress> own) {
  /** No helpers, as on a host without rules for them. */
  public static final HelperSettings NONE = new HelperSettings(List.of(), List.of());

  public HelperSettings {
    rules = List.copyOf(rules);
    own = List.copyOf(own);
  }
}
