package dev.plimsoll.kernel;

import dev.plimsoll.session.SessionFilter;

/** Finds the part of a filter that the kernel can compare itself. */
final class FilterPushdown {
  private FilterPushdown() {}

  /** A filter for the kernel that lets at least those sessions pass that the given one does. */
  static KernelFilter of(final SessionFilter filter) {
    return switch (filter) {
      case SessionFilter.All _ -> KernelFilter.ALL;
    };
  }
}
