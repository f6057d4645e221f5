package dev.plimsoll.app.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param place where: {@code /etc/plimsoll/plimsoll.yaml:3:10}, {@code PLIMSOLL_WINDOW} or {@code
 *     --listen}
 * @param message what, and what would be right
 */
public record ConfigProblem(String place, String message) {
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
