package dev.plimsoll.app.conntrack;

import org.jspecify.annotations.Nullable;

/** Finds the numbers of labels by their names. */
@FunctionalInterface
interface LabelLookup {
  /** There is no such label, or no file that names any. */
  int UNKNOWN = -1;

  /**
   * The number of a label.
   *
   * @param file where the names stand ({@code --labelmap}); null for the usual place
   * @return 0 to 127, or {@link #UNKNOWN}
   */
  int bitOf(String name, @Nullable String file);
}
