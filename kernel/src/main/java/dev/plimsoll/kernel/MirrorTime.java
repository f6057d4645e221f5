package dev.plimsoll.kernel;

/**
 * The two clocks of the mirror: wall time for sessions' timeouts, steady time for its own plans.
 */
interface MirrorTime {
  MirrorTime SYSTEM =
      new MirrorTime() {
        @Override
        public long wallMillis() {
          return System.currentTimeMillis();
        }

        @Override
        public long steadyMillis() {
          return System.nanoTime() / 1_000_000;
        }
      };

  /** Milliseconds since 1970; may jump when somebody sets the clock. */
  long wallMillis();

  /** Milliseconds from some beginning; never goes back. */
  long steadyMillis();
}
