package dev.plimsoll.kernel;

/** A bounded queue of slots without objects. Not thread safe. */
final class SlotQueue {
  private final int[] slots;
  private int head;
  private int size;

  SlotQueue(final int capacity) {
    slots = new int[capacity];
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Whether there was room for it. */
  boolean offer(final int slot) {
    if (size == slots.length) {
      return false;
    }
    slots[(head + size) % slots.length] = slot;
    size++;
    return true;
  }

  /** The oldest; there must be one. */
  int poll() {
    if (size == 0) {
      throw new IllegalStateException("the queue is empty");
    }
    final int slot = slots[head];
    head = (head + 1) % slots.length;
    size--;
    return slot;
  }

  void clear() {
    head = 0;
    size = 0;
  }
}
