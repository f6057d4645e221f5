/**
 * Packets in, sessions out: the kernel's connection tracking in Java.
 *
 * <pre>
 * FrameSource → PacketDecoder → Defragmenter → Tracker → SessionTable, events, verdicts
 * </pre>
 *
 * <p>A frame is what a capture or an interface gives. The decoder finds the IP packet in it and the
 * tuple that names its direction; fragments are put together as the kernel does before it tracks;
 * the tracker is nf_conntrack: one verdict a packet, one table. The only clock is the packets' own.
 */
@NullMarked
package dev.plimsoll.engine;

import org.jspecify.annotations.NullMarked;
