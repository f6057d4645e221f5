package dev.plimsoll.watch;

import java.util.List;

/**
 * A group of sessions.
 *
 * @param labels what the group has in common, one text a key, in the order of the keys
 * @param count its sessions
 * @param share its part of all sessions looked at, 0 to 1
 */
public record GroupCount(List<String> labels, long count, double share) {
  public GroupCount {
    labels = List.copyOf(labels);
  }
}
