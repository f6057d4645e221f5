package dev.plimsoll.app.conntrack;

import dev.plimsoll.kernel.KernelException;

/** The kernel's refusals in conntrack's words. */
final class Refusals {
  private static final int EPERM = 1;
  private static final int ENOENT = 2;
  private static final int ENOMEM = 12;
  private static final int EEXIST = 17;
  private static final int EINVAL = 22;
  private static final int EBUSY = 16;
  private static final int ERANGE = 34;
  private static final int ETIME = 62;
  private static final int EPROTONOSUPPORT = 93;
  private static final int EOPNOTSUPP = 95;
  private static final int EAFNOSUPPORT = 97;
  private static final int ENOSPC = 28;

  private Refusals() {}

  /** What stands behind "Operation failed: ". */
  static String text(final KernelException refusal, final Verb verb, final Table table) {
    final int errno = refusal.errno();
    final boolean isExpect = table == Table.EXPECT;
    return switch (errno) {
      case EPERM -> "sorry, you must be root or get CAP_NET_ADMIN capability to do this";
      case EINVAL -> "invalid parameters";
      case EEXIST ->
          verb == Verb.CREATE && !isExpect
              ? "Such conntrack exists, try -U to update"
              : "File exists";
      case ENOENT -> absent(verb, isExpect);
      case ENOMEM ->
          !isExpect && (verb == Verb.CREATE || verb == Verb.GET)
              ? "not enough memory"
              : "Cannot allocate memory";
      case ETIME -> verb == Verb.CREATE && !isExpect ? "conntrack has expired" : "Timer expired";
      case EAFNOSUPPORT ->
          verb == Verb.GET && !isExpect
              ? "protocol not supported"
              : "Address family not supported by protocol";
      case EBUSY -> "Device or resource busy";
      case ENOSPC -> "No space left on device";
      case ERANGE -> "Numerical result out of range";
      case EPROTONOSUPPORT -> "Protocol not supported";
      case EOPNOTSUPP -> "Operation not supported";
      default -> String.valueOf(refusal.getMessage());
    };
  }

  private static String absent(final Verb verb, final boolean isExpect) {
    if (isExpect) {
      return verb == Verb.CREATE ? "master conntrack not found" : "No such file or directory";
    }
    return switch (verb) {
      case CREATE, GET, DELETE -> "such conntrack doesn't exist";
      default -> "No such file or directory";
    };
  }
}
