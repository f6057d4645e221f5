package dev.plimsoll.kernel.process;

/** Names of users, from the texts of passwd(5) and user_namespaces(7). */
final class UserNames {
  private UserNames() {}

  /**
   * The name that a process' own {@code /etc/passwd} gives its user.
   *
   * @param user the number as this program sees it
   * @param passwd the file's text, or nothing
   * @param map the text of {@code /proc/PID/uid_map}: what the number is inside
   * @return the name, or the number as this program sees it
   */
  static String name(final long user, final String passwd, final String map) {
    final long inside = inside(user, map);
    for (final String line : passwd.split("\n", -1)) {
      final String[] fields = line.split(":", 4);
      if (fields.length == 4 && !fields[0].isEmpty() && number(fields[2]) == inside) {
        return fields[0];
      }
    }
    return Long.toString(user);
  }

  private static long inside(final long user, final String map) {
    for (final String line : map.split("\n", -1)) {
      final String[] fields = line.strip().split("\\s+", 4);
      if (fields.length == 3) {
        final long first = number(fields[0]);
        final long outside = number(fields[1]);
        final long count = number(fields[2]);
        if (first >= 0 && outside >= 0 && user >= outside && user - outside < count) {
          return first + user - outside;
        }
      }
    }
    return user;
  }

  private static long number(final String text) {
    try {
      return Long.parseLong(text);
    } catch (final NumberFormatException e) {
      return -1;
    }
  }
}
