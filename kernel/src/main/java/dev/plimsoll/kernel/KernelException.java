package dev.plimsoll.kernel;

import java.io.IOException;

/** The kernel refused a call. The message says what was wanted and what the kernel answered. */
public final class KernelException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  KernelException(final String wanted, final int errno) {
    super("cannot " + wanted + ": " + Errno.text(errno));
    this.errno = errno;
  }

  /** The kernel's error number (errno(3)). */
  public int errno() {
    return errno;
  }

  /** Whether the kernel wants more rights: CAP_NET_ADMIN, for a namespace CAP_SYS_ADMIN. */
  public boolean isMissingRight() {
    return errno == Errno.EPERM || errno == Errno.EACCES;
  }

  /** Whether the thing asked for does not exist. */
  public boolean isNotFound() {
    return errno == Errno.ENOENT;
  }

  /** Whether the thing to be made is there already. */
  public boolean isExisting() {
    return errno == Errno.EEXIST;
  }

  /** Whether the kernel does not know the request, or some attribute of it. */
  public boolean isNotSupported() {
    return errno == Errno.EOPNOTSUPP || errno == Errno.EINVAL;
  }
}
