package dev.plimsoll.watch;

import dev.plimsoll.session.Session;
import dev.plimsoll.session.SessionVisitor;
import dev.plimsoll.watch.GroupKey.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Counts sessions by one or more keys. Makes no object a session or group; text is made for the
 * rows asked for only.
 *
 * <p>The groups lie one behind the other, each a few words: two for every address, and the small
 * values packed into the rest, the last of which holds the count too:
 *
 * <pre>
 *   word 0 … n-2     addresses (high, low), then small values
 *   word n-1         bits 40 to 63 small values, bits 0 to 39 the count
 * </pre>
 *
 * <p>An index of open addressing with linear probing, at most half full, leads to them; an entry is
 * 32 bits of the hash and 32 bits of the group's number. So a group costs 8 bytes a word and 16 to
 * 32 bytes of index: 40 to 56 bytes for {@code remote}, twice the words while the arrays grow. The
 * hash is seeded, because senders choose their addresses.
 *
 * <p>Not thread safe.
 */
public final class Breakdown implements SessionVisitor {
  private static final int COUNT_BITS = 40;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final int FIRST_SLOTS = 1 << 10;

  private final List<GroupKey> keys;
  // Where a key's two words of address begin, or -1; and where its number lies.
  private final int[] addressWord;
  private final int[] numberWord;
  private final int[] numberShift;
  private final int width;
  private final long[] probe;
  private final long seed = new SplittableRandom().nextLong();

  private long[] groups;
  private int groupCount;
  private long[] index = new long[FIRST_SLOTS];
  private long sessions;

  private final Map<String, Integer> namespaceNumbers = new HashMap<>();
  private final List<String> namespaceNames = new ArrayList<>();
  private @Nullable String lastNamespace;
  private int lastNamespaceNumber = -1;

  /**
   * An empty count.
   *
   * @param keys at least one
   */
  public Breakdown(final List<GroupKey> keys) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("no key to group by");
    }
    this.keys = List.copyOf(keys);
    addressWord = new int[keys.size()];
    numberWord = new int[keys.size()];
    numberShift = new int[keys.size()];
    width = layOut();
    probe = new long[width];
    groups = new long[width * FIRST_SLOTS / 2];
  }

  // Gives each key its place and returns the number of words. Numbers go where they fit first:
  // beside the count, else into a word of their own kind.
  private int layOut() {
    int words = 0;
    for (int i = 0; i < keys.size(); i++) {
      final boolean address = keys.get(i).field().isAddress();
      addressWord[i] = address ? words : -1;
      words += address ? 2 : 0;
    }
    final int firstNumbers = words;
    final int[] used = new int[keys.size()];
    int beside = COUNT_BITS;
    int extra = 0;
    for (int i = 0; i < keys.size(); i++) {
      final int bits = keys.get(i).field().bits();
      if (beside + bits <= Long.SIZE) {
        numberWord[i] = -1;
        numberShift[i] = beside;
        beside += bits;
        continue;
      }
      int word = 0;
      while (used[word] + bits > Long.SIZE) {
        word++;
      }
      numberWord[i] = firstNumbers + word;
      numberShift[i] = used[word];
      used[word] += bits;
      extra = Math.max(extra, word + 1);
    }
    final int last = firstNumbers + extra;
    for (int i = 0; i < keys.size(); i++) {
      numberWord[i] = numberWord[i] < 0 ? last : numberWord[i];
    }
    return last + 1;
  }

  public List<GroupKey> keys() {
    return keys;
  }

  /** Counts one session. */
  @Override
  public void visit(final Session session) {
    Arrays.fill(probe, 0);
    for (int i = 0; i < addressWord.length; i++) {
      final GroupKey key = keys.get(i);
      if (addressWord[i] >= 0) {
        key.putAddress(session, probe, addressWord[i]);
      }
      final long number =
          key.field() == Field.NAMESPACE ? namespaceNumber(session) : key.number(session);
      probe[numberWord[i]] |= number << numberShift[i];
    }
    // Found first: finding may replace the array.
    final int group = find(hash());
    groups[group * width + width - 1]++;
    sessions++;
  }

  /** How many sessions were counted. */
  public long sessions() {
    return sessions;
  }

  /** How many groups they form. */
  public int groups() {
    return groupCount;
  }

  /** Bytes held by the arrays. */
  public long memoryBytes() {
    return 8L * (groups.length + index.length);
  }

  /**
   * The largest groups, largest first; of equal ones those with the lower addresses and numbers.
   *
   * @param rows at most so many; 0 or more
   */
  public List<GroupCount> top(final int rows) {
    final int[] largest =
        LargestFirst.of(
            groupCount,
            rows,
            (a, b) -> {
              final int order = Long.compare(count(b), count(a));
              return order != 0 ? order : compareKeys(a, b);
            });
    final List<GroupCount> result = new ArrayList<>(largest.length);
    for (final int group : largest) {
      result.add(new GroupCount(labels(group), count(group), (double) count(group) / sessions));
    }
    return result;
  }

  private long count(final int group) {
    return groups[group * width + width - 1] & COUNT_MASK;
  }

  private int compareKeys(final int a, final int b) {
    for (int i = 0; i < width; i++) {
      final int order = Long.compareUnsigned(keyWord(a, i), keyWord(b, i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private long keyWord(final int group, final int word) {
    final long bits = groups[group * width + word];
    return word == width - 1 ? bits & ~COUNT_MASK : bits;
  }

  private List<String> labels(final int group) {
    final List<String> labels = new ArrayList<>(keys.size());
    for (int i = 0; i < keys.size(); i++) {
      final GroupKey key = keys.get(i);
      final int bits = key.field().bits();
      final long number =
          groups[group * width + numberWord[i]] >>> numberShift[i] & (1L << bits) - 1;
      if (key.field() == Field.NAMESPACE) {
        labels.add(namespaceNames.get((int) number));
        continue;
      }
      final int at = group * width + Math.max(0, addressWord[i]);
      final boolean address = addressWord[i] >= 0;
      labels.add(key.label(number, address ? groups[at] : 0, address ? groups[at + 1] : 0));
    }
    return labels;
  }

  // Sessions of one namespace come one after the other, with the same object for its name.
  private int namespaceNumber(final Session session) {
    final String name = Objects.requireNonNullElse(session.namespace(), GroupKey.OWN_NAMESPACE);
    if (!name.equals(lastNamespace)) {
      final Integer known = namespaceNumbers.putIfAbsent(name, namespaceNames.size());
      if (known == null) {
        namespaceNames.add(name);
      }
      lastNamespaceNumber = known == null ? namespaceNames.size() - 1 : known;
      lastNamespace = name;
    }
    return lastNamespaceNumber;
  }

  // Each word is mixed in by the finalizer of SplitMix64 (Stafford's variant 13).
  private int hash() {
    long hash = seed;
    for (final long word : probe) {
      hash ^= word;
      hash = (hash ^ hash >>> 30) * 0xbf58476d1ce4e5b9L;
      hash = (hash ^ hash >>> 27) * 0x94d049bb133111ebL;
      hash ^= hash >>> 31;
    }
    return (int) (hash >>> 32);
  }

  // The group of the probe, made if there is none.
  private int find(final int hash) {
    final int mask = index.length - 1;
    int slot = hash & mask;
    while (index[slot] != 0) {
      final long entry = index[slot];
      final int group = (int) entry - 1;
      if ((int) (entry >>> 32) == hash && isProbe(group)) {
        return group;
      }
      slot = slot + 1 & mask;
    }
    final int group = add();
    index[slot] = (long) hash << 32 | group + 1;
    if (groupCount * 2 > index.length) {
      growIndex();
    }
    return group;
  }

  private boolean isProbe(final int group) {
    final int at = group * width;
    final int last = width - 1;
    for (int i = 0; i < last; i++) {
      if (groups[at + i] != probe[i]) {
        return false;
      }
    }
    return (groups[at + last] & ~COUNT_MASK) == probe[last];
  }

  private int add() {
    final int at = Math.multiplyExact(groupCount, width);
    if (at + width > groups.length) {
      groups = Arrays.copyOf(groups, Math.multiplyExact(groups.length, 2));
    }
    System.arraycopy(probe, 0, groups, at, width);
    return groupCount++;
  }

  private void growIndex() {
    final long[] old = index;
    final long[] larger = new long[Math.multiplyExact(old.length, 2)];
    final int mask = larger.length - 1;
    for (final long entry : old) {
      if (entry != 0) {
        int slot = (int) (entry >>> 32) & mask;
        while (larger[slot] != 0) {
          slot = slot + 1 & mask;
        }
        larger[slot] = entry;
      }
    }
    index = larger;
  }
}
