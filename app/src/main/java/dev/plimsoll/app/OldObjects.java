package dev.plimsoll.app;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import javax.management.NotificationEmitter;

/**
 * Has old objects collected when they have grown by a quarter. The serial collector looks at them
 * only when it may take no more memory, and it may take half of the machine's: without this, what
 * looks and requests leave behind stays.
 */
final class OldObjects {
  private static final long LEAST_GROWTH_BYTES = 4L << 20;

  private OldObjects() {}

  /** Keeps an eye on them from now on. */
  static void watch() {
    for (final MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP && pool.isUsageThresholdSupported()) {
        setThreshold(pool);
        listen(pool);
      }
    }
  }

  private static void listen(final MemoryPoolMXBean pool) {
    ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
        .addNotificationListener(
            (_, _) -> {
              System.gc();
              setThreshold(pool);
            },
            notification ->
                notification.getType().equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
            null);
  }

  private static void setThreshold(final MemoryPoolMXBean pool) {
    final long used = pool.getUsage().getUsed();
    final long most = pool.getUsage().getMax();
    final long threshold = used + Math.max(used / 4, LEAST_GROWTH_BYTES);
    pool.setUsageThreshold(most < 0 ? threshold : Math.min(threshold, most));
  }
}
