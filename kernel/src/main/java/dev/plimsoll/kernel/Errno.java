package dev.plimsoll.kernel;

/** The error numbers that Plimsoll tells apart or names (include/uapi/asm-generic/errno.h). */
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EEXIST = 17;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EBADMSG = 74;
  static final int EPROTONOSUPPORT = 93;
  static final int EOPNOTSUPP = 95;
  static final int ENETDOWN = 100;
  static final int ENOBUFS = 105;

  private Errno() {}

  /** The text of strerror(3) with the error's name, for errors that a user may meet. */
  static String text(final int errno) {
    return switch (errno) {
      case EPERM -> "operation not permitted (EPERM)";
      case ENOENT -> "no such entry (ENOENT)";
      case EINTR -> "interrupted (EINTR)";
      case 9 -> "bad file descriptor (EBADF)";
      case EAGAIN -> "nothing to read yet (EAGAIN)";
      case 12 -> "out of memory (ENOMEM)";
      case EACCES -> "permission denied (EACCES)";
      case 16 -> "the kernel is busy with it or does not allow it (EBUSY)";
      case EEXIST -> "it exists already (EEXIST)";
      case ENODEV -> "there is no such network interface (ENODEV)";
      case EINVAL -> "invalid argument (EINVAL)";
      case 23, 24 -> "too many open files (EMFILE)";
      case 28 -> "no space left (ENOSPC)";
      case 34 -> "out of range (ERANGE)";
      case EBADMSG -> "the answer is damaged (EBADMSG)";
      case 90 -> "message too long (EMSGSIZE)";
      case EPROTONOSUPPORT -> "the kernel lacks this netlink protocol (EPROTONOSUPPORT)";
      case EOPNOTSUPP -> "the kernel does not support it (EOPNOTSUPP)";
      case 97 -> "the kernel lacks this address family (EAFNOSUPPORT)";
      case ENETDOWN -> "the network interface is down or gone (ENETDOWN)";
      case ENOBUFS -> "the socket's buffer overran (ENOBUFS)";
      case 111 -> "the kernel part is not loaded (ECONNREFUSED)";
      default -> "error " + errno;
    };
  }
}
