package dev.plimsoll.watch;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a watch before this one saw, so that a restart changes no judgement. */
public interface EarlierWatch {
  /** There was none. */
  EarlierWatch NONE =
      new EarlierWatch() {
        @Override
        public boolean isReadable() {
          return true;
        }

        @Override
        public List<Sample> samples(
            final String namespace, final long fromMillis, final long toMillis) {
          return List.of();
        }

        @Override
        public Set<String> unfinished() {
          return Set.of();
        }

        @Override
        public @Nullable Overload openOverload(final String namespace) {
          return null;
        }
      };

  /** Whether it can be asked now; if not, the answers may lack what it knows. */
  boolean isReadable();

  /** The samples of a time, both ends included, oldest first. */
  List<Sample> samples(String namespace, long fromMillis, long toMillis);

  /** The names of all servers of which something had not ended: a time over the limit, an alert. */
  Set<String> unfinished();

  /** The time over the limit that had not ended, or null. */
  @Nullable Overload openOverload(String namespace);
}
