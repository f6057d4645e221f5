package dev.plimsoll.web;

import java.io.IOException;
import java.util.Set;

/**
 * What answers the requests for one path.
 *
 * @param parameters those that it takes
 */
record Route(Set<String> parameters, Answer answer) {
  /** Makes the answer. */
  @FunctionalInterface
  interface Answer {
    /**
     * Answers a GET.
     *
     * @throws Refusal if the request is wrong, or cannot be answered now
     * @throws IOException if the history cannot be read; the message says why
     */
    Reply to(Query query) throws Refusal, IOException;
  }

  static Route of(final Answer answer, final String... parameters) {
    return new Route(Set.of(parameters), answer);
  }
}
