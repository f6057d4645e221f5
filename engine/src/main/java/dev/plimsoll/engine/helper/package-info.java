/**
 * Sessions that are announced inside other sessions: expectations, and the helpers that read them
 * out of FTP, SIP and the like (net/netfilter/nf_conntrack_expect.c, nf_conntrack_helper.c and a
 * file for each helper).
 */
@NullMarked
package dev.plimsoll.engine.helper;

import org.jspecify.annotations.NullMarked;
