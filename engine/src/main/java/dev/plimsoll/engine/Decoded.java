package dev.plimsoll.engine;

/** What a frame turned out to hold. */
public enum Decoded {
  /** A whole IP packet: the tracker's. */
  PACKET,
  /** A fragment of one: the {@link Defragmenter}'s. */
  FRAGMENT,
  /** Nothing that the kernel's tracker ever sees. */
  IGNORED
}
