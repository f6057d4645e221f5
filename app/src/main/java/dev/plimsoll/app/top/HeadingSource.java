package dev.plimsoll.app.top;

import java.io.IOException;
import java.util.List;

/** Where the judgement of the count comes from. */
@FunctionalInterface
interface HeadingSource {
  /**
   * Counts and judges once, at a cost that does not depend on how many sessions there are.
   *
   * @return one for each namespace
   * @throws IOException if it cannot; the message says why
   */
  List<Heading> headings() throws IOException;

  /**
   * A server's headline, with what led to it.
   *
   * @param judge who judged, for the user
   */
  record Heading(Headline headline, Trend trend, String judge) {}
}
