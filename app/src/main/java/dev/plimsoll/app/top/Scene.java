package dev.plimsoll.app.top;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What has been found so far: what the screen shows.
 *
 * @param headings one for each namespace; none at the very start
 * @param look the newest look at the sessions, or null at the start
 * @param failure why nothing newer is there, or null
 */
record Scene(List<HeadingSource.Heading> headings, @Nullable Look look, @Nullable String failure) {
  static final Scene START = new Scene(List.of(), null, null);

  Scene {
    headings = List.copyOf(headings);
  }

  Scene with(final List<HeadingSource.Heading> newer) {
    return new Scene(newer, look, null);
  }

  Scene with(final Look newer) {
    return new Scene(headings, newer, null);
  }

  Scene with(final String trouble) {
    return new Scene(headings, look, trouble);
  }

  /** The heading of a namespace; of all, that of the one that is worst off. */
  HeadingSource.@Nullable Heading heading(final @Nullable String namespace) {
    HeadingSource.Heading shown = null;
    for (final HeadingSource.Heading heading : headings) {
      if (namespace == null
          ? shown == null || heading.headline().isWorseThan(shown.headline())
          : Objects.equals(heading.headline().namespace(), namespace)) {
        shown = heading;
      }
    }
    return shown;
  }
}
