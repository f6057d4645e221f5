package dev.plimsoll.kernel;

import dev.plimsoll.session.Tuple;
import org.jspecify.annotations.Nullable;

/**
 * An expectation to create, or to find by its tuple (ctnetlink_new_expect, nf_conntrack_netlink.c).
 *
 * @param tuple what is expected; for get and delete the only part
 * @param mask which bits of it count, or null
 * @param master the original tuple of the session that expects it, or null
 * @param timeoutSeconds how long it is expected, or -1
 * @param flags bits as the kernel has them (NF_CT_EXPECT_*), 0 as a rule
 * @param zone 0 to 65,535
 * @param helper whose expectation it is, or null
 */
public record ExpectationWish(
    Tuple tuple,
    @Nullable Tuple mask,
    @Nullable Tuple master,
    long timeoutSeconds,
    int flags,
    int zone,
    @Nullable String helper) {}
