package dev.plimsoll.watch;

import java.util.Arrays;

/** Picks the first few of many numbers in an order, without an object a number. */
final class LargestFirst {
  /** An order of numbers: negative if {@code a} comes first. */
  @FunctionalInterface
  interface Order {
    int compare(int a, int b);
  }

  private final int[] heap;
  private final Order order;
  private int size;

  private LargestFirst(final int capacity, final Order order) {
    heap = new int[capacity];
    this.order = order;
  }

  /** The first {@code wanted} of the numbers from 0 to {@code count - 1}, in the order. */
  static int[] of(final int count, final int wanted, final Order order) {
    final LargestFirst kept = new LargestFirst(Math.min(count, wanted), order);
    for (int number = 0; number < count; number++) {
      kept.offer(number);
    }
    return kept.drain();
  }

  // The root is the last in the order of those kept: the one to give way.
  private void offer(final int number) {
    if (size < heap.length) {
      int at = size++;
      while (at > 0 && order.compare(heap[at - 1 >>> 1], number) < 0) {
        heap[at] = heap[at - 1 >>> 1];
        at = at - 1 >>> 1;
      }
      heap[at] = number;
    } else if (size > 0 && order.compare(number, heap[0]) < 0) {
      sink(number);
    }
  }

  private void sink(final int number) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        break;
      }
      if (child + 1 < size && order.compare(heap[child], heap[child + 1]) < 0) {
        child++;
      }
      if (order.compare(heap[child], number) <= 0) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = number;
  }

  private int[] drain() {
    final int[] result = Arrays.copyOf(heap, size);
    for (int i = result.length - 1; i >= 0; i--) {
      result[i] = heap[0];
      final int last = heap[--size];
      if (size > 0) {
        sink(last);
      }
    }
    return result;
  }
}
