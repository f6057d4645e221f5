package dev.plimsoll.session;

import org.jspecify.annotations.Nullable;

/**
 * A session that the kernel expects, since a helper read of it in another one's payload
 * (ctnetlink_exp_dump_expect, nf_conntrack_netlink.c).
 *
 * @param tuple what is expected
 * @param mask which bits of it count; its ports and addresses are masks
 * @param master the original tuple of the session that expects it
 * @param timeoutSeconds how long it is expected still; negative where the kernel's timer is late
 * @param id the kernel's name for it, unsigned
 * @param zone its master's, 0 to 65,535; 0 also where the kernel does not tell, as Linux 6.18
 * @param flags 1 permanent, 2 inactive, 4 made by a program
 * @param expectClass the helper's own number for the kind
 * @param helper the helper's name, or null
 * @param function what is called when it comes, or null
 * @param natDirection 0 or 1, or {@link Session#ABSENT} where nothing is to be translated
 * @param nat what it is translated to, or null
 */
public record Expectation(
    Tuple tuple,
    Tuple mask,
    Tuple master,
    int timeoutSeconds,
    int id,
    int zone,
    int flags,
    int expectClass,
    @Nullable String helper,
    @Nullable String function,
    int natDirection,
    @Nullable Tuple nat) {
  /** It stays when a session comes that was expected. */
  public static final int PERMANENT = 1;

  public static final int INACTIVE = 2;

  /** A program made it, not a helper. */
  public static final int USERSPACE = 4;
}
