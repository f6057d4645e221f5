/** JMH benchmarks and the side-by-side runs behind docs/performance.md. */
@NullMarked
package dev.plimsoll.bench;

import org.jspecify.annotations.NullMarked;
