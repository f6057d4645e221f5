/**
 * Everything that touches Linux: netlink, /proc, sysctls, network namespaces. The only module that
 * makes native calls.
 */
@NullMarked
package dev.plimsoll.kernel;

import org.jspecify.annotations.NullMarked;
