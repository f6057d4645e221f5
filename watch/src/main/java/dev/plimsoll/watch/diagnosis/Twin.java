package dev.plimsoll.watch.diagnosis;

/**
 * Something harmless that looks alike, and was thought of.
 *
 * @param name such as {@code monitoring}
 * @param ruledOut why it is not that, in plain English; empty if it cannot be ruled out
 */
public record Twin(String name, String ruledOut) {
  public boolean isRuledOut() {
    return !ruledOut.isEmpty();
  }
}
