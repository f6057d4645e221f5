package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.session.IpAddress;
import java.util.List;

/**
 * What was counted of one key in the last minutes. Immutable. What a key is depends on the list
 * that it stands in, see {@link Recent}.
 */
public final class Tally {
  private final IpAddress address;
  private final int protocol;
  private final int port;
  private final long beganMillis;
  private final long bucketMillis;
  private final long widthMillis;
  private final long bytesIn;
  private final long bytesOut;
  private final long startedEver;
  private final List<Measure> measures;
  private final int[] newestFirst;

  Tally(
      final IpAddress address,
      final int protocol,
      final int port,
      final long beganMillis,
      final long bucketMillis,
      final long widthMillis,
      final long bytesIn,
      final long bytesOut,
      final long startedEver,
      final List<Measure> measures,
      final int[] newestFirst) {
    this.address = address;
    this.protocol = protocol;
    this.port = port;
    this.beganMillis = beganMillis;
    this.bucketMillis = bucketMillis;
    this.widthMillis = widthMillis;
    this.bytesIn = bytesIn;
    this.bytesOut = bytesOut;
    this.startedEver = startedEver;
    this.measures = measures;
    this.newestFirst = newestFirst;
  }

  /** The key's address; of no meaning where the key is a port alone. */
  public IpAddress address() {
    return address;
  }

  public int protocol() {
    return protocol;
  }

  /** The key's port, or 0 where the key is an address alone. */
  public int port() {
    return port;
  }

  /** When the key was first noted, in milliseconds since 1970. */
  public long beganMillis() {
    return beganMillis;
  }

  /** Bytes of ended sessions that came from the address; 0 where the kernel does not count. */
  public long bytesIn() {
    return bytesIn;
  }

  /** Bytes of ended sessions that went to the address; 0 where the kernel does not count. */
  public long bytesOut() {
    return bytesOut;
  }

  /**
   * How many sessions a second began on average since the key was first noted, the time within
   * reach left out; 0 if there is none besides.
   */
  public double usualRate() {
    final long beforeMillis = bucketMillis + widthMillis - reachMillis() - beganMillis;
    return beforeMillis <= 0 ? 0 : (startedEver - total(Measure.STARTED)) * 1000.0 / beforeMillis;
  }

  /** How long all buckets together last, in milliseconds. */
  public long reachMillis() {
    return buckets() * widthMillis;
  }

  /**
   * The count of the last seconds, up to a bucket more.
   *
   * @param seconds at most {@link #reachMillis}
   */
  public long sum(final Measure measure, final int seconds) {
    return sum(measure, 0, bucketsOf(seconds) + 1);
  }

  /** The count of all buckets. */
  public long total(final Measure measure) {
    return sum(measure, 0, buckets());
  }

  /** The highest count of so many seconds, up to a bucket more, that lie within reach. */
  public long best(final Measure measure, final int seconds) {
    final int span = bucketsOf(seconds) + 1;
    long best = 0;
    for (int from = 0; from == 0 || from + span <= buckets(); from++) {
      best = Math.max(best, sum(measure, from, span));
    }
    return best;
  }

  /**
   * The highest rate a second that was held for so many seconds within reach: whatever the buckets'
   * borders, each one that lies wholly within had it too.
   */
  public double heldRate(final Measure measure, final int seconds) {
    final int whole = bucketsOf(seconds);
    double best = 0;
    for (int from = 0; from == 0 || from + whole < buckets(); from++) {
      double rate = (double) sum(measure, from, whole + 1) / seconds;
      for (int inner = from + 1; inner < from + whole; inner++) {
        rate = Math.min(rate, count(measure, inner) * 1000.0 / widthMillis);
      }
      best = Math.max(best, rate);
    }
    return best;
  }

  /**
   * Since when there was some of a measure without a whole bucket of nothing, as far as is known.
   */
  public long sinceMillis(final Measure measure) {
    int oldest = -1;
    for (int bucket = 0; bucket < buckets(); bucket++) {
      if (count(measure, bucket) > 0) {
        oldest = bucket;
      } else if (oldest >= 0) {
        break;
      }
    }
    if (oldest == buckets() - 1) {
      return beganMillis;
    }
    return Math.max(beganMillis, bucketMillis - Math.max(0, oldest) * widthMillis);
  }

  /** The count of a bucket; 0 is the newest, and there is nothing beyond the last. */
  long count(final Measure measure, final int bucket) {
    final int place = measures.indexOf(measure);
    if (place < 0) {
      throw new IllegalArgumentException(measure + " is not counted here");
    }
    return bucket < buckets() ? newestFirst[bucket * measures.size() + place] : 0;
  }

  /**
   * How much of this tally's starts came together with those of another: bucket by bucket the
   * smaller of the two, as a share of this one's.
   *
   * @return from 0 to 1; 0 if nothing started
   */
  public double togetherWith(final Tally other) {
    long both = 0;
    long own = 0;
    // The newest bucket of the two may not be the same one.
    final long shift = (bucketMillis - other.bucketMillis) / widthMillis;
    for (int bucket = 0; bucket < buckets(); bucket++) {
      final long mine = count(Measure.STARTED, bucket);
      final long theirs =
          bucket - shift < 0 ? 0 : other.count(Measure.STARTED, (int) (bucket - shift));
      own += mine;
      both += Math.min(mine, theirs);
    }
    return own == 0 ? 0 : (double) both / own;
  }

  private int buckets() {
    return newestFirst.length / measures.size();
  }

  private int bucketsOf(final int seconds) {
    return (int) Math.max(1, Math.ceilDiv(seconds * 1000L, widthMillis));
  }

  private long sum(final Measure measure, final int from, final int span) {
    long sum = 0;
    for (int bucket = from; bucket < from + span; bucket++) {
      sum += count(measure, bucket);
    }
    return sum;
  }
}
