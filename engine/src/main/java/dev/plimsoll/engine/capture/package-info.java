/** Capture files: pcap and pcapng, compressed or not, one or a rotated set of them. */
@NullMarked
package dev.plimsoll.engine.capture;

import org.jspecify.annotations.NullMarked;
