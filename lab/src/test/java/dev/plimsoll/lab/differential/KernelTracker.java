package dev.plimsoll.lab.differential;

import dev.plimsoll.engine.TrackerSettings;
import dev.plimsoll.engine.Verdict;
import dev.plimsoll.kernel.TableProbe;
import dev.plimsoll.kernel.TapDevice;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.TapBridge;
import dev.plimsoll.session.Session;
import dev.plimsoll.session.Tuple;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's tracker, fed with frames of our own.
 *
 * <p>Frames pass a {@link TapBridge}. A rule writes the verdict into the packet's DSCP field. The
 * kernel works while we write a frame to one device, so its verdict can be read from the other at
 * once.
 */
final class KernelTracker implements AutoCloseable {
  private static final String FRAGMENT_BYTES = "268435456";
  private static final int DSCP_OF_NEW = 1;
  private static final Verdict[] BY_DSCP = {
    Verdict.NEW,
    Verdict.ESTABLISHED,
    Verdict.REPLY,
    Verdict.RELATED,
    Verdict.RELATED_REPLY,
    Verdict.INVALID,
    Verdict.UNTRACKED
  };
  private static final String[] BY_RULE = {
    "ct state new",
    "ct state established ct direction original",
    "ct state established ct direction reply",
    "ct state related ct direction original",
    "ct state related ct direction reply",
    "ct state invalid",
    "ct state untracked"
  };

  private final LabNamespace namespace;
  private final TapBridge bridge;
  private final TableProbe table;
  private final byte[] came = new byte[TapDevice.MAX_FRAME_BYTES];
  private final Session session = new Session();

  private KernelTracker(
      final LabNamespace namespace, final TapBridge bridge, final TableProbe table) {
    this.namespace = namespace;
    this.bridge = bridge;
    this.table = table;
  }

  static KernelTracker create(final TrackerSettings settings) throws IOException {
    final LabNamespace namespace = LabNamespace.create("tracker");
    try {
      final TapBridge bridge = TapBridge.lay(namespace);
      namespace.sysctl("net.netfilter.nf_conntrack_events", "1");
      // What is never complete waits half a minute; let the next exchanges have room beside it.
      namespace.sysctl("net.ipv4.ipfrag_high_thresh", FRAGMENT_BYTES);
      namespace.sysctl("net.netfilter.nf_conntrack_frag6_high_thresh", FRAGMENT_BYTES);
      DistinctTimeouts.apply(settings, namespace);
      namespace.nft(rules());
      return new KernelTracker(namespace, bridge, TableProbe.open(namespace.networkNamespace()));
    } catch (final IOException e) {
      namespace.close();
      throw e;
    }
  }

  private static String rules() {
    final StringBuilder rules = new StringBuilder();
    for (int i = 0; i < BY_RULE.length; i++) {
      for (final String ip : List.of("ip", "ip6")) {
        rules.append("%s %s dscp set %d accept\n".formatted(BY_RULE[i], ip, i + DSCP_OF_NEW));
      }
    }
    return """
    table inet verdicts {
      chain prerouting {
        type filter hook prerouting priority mangle
        %s
      }
    }
    """
        .formatted(rules);
  }

  LabNamespace namespace() {
    return namespace;
  }

  TableProbe table() {
    return table;
  }

  /**
   * Lets the kernel take a frame.
   *
   * @param tuple the session to look at afterwards, or null for none
   */
  Answer track(final byte[] frame, final @Nullable Tuple tuple) throws IOException {
    return track(frame, tuple, 0);
  }

  /** The same; the session is looked for in a zone. */
  Answer track(final byte[] frame, final @Nullable Tuple tuple, final int zone) throws IOException {
    bridge.near().write(frame);
    @Nullable Verdict verdict = null;
    int length = bridge.far().read(came);
    if (length >= 0) {
      verdict = verdict();
    }
    // Of a datagram that came in fragments all come out, put together and cut again.
    while (length >= 0) {
      length = bridge.far().read(came);
    }
    return new Answer(verdict, events(), tuple == null ? null : session(tuple, zone), "");
  }

  private Verdict verdict() {
    final int word = (came[Wire.ETHERNET_BYTES] & 0xff) << 8 | came[Wire.ETHERNET_BYTES + 1] & 0xff;
    final int dscp = (word >>> 12) == 4 ? (word & 0xff) >>> 2 : word >>> 6 & 0x3f;
    if (dscp < DSCP_OF_NEW || dscp >= DSCP_OF_NEW + BY_DSCP.length) {
      throw new IllegalStateException("the kernel's rules gave no verdict, DSCP " + dscp);
    }
    return BY_DSCP[dscp - DSCP_OF_NEW];
  }

  private List<Answer.Event> events() throws IOException {
    final List<Answer.Event> events = new ArrayList<>();
    for (final TableProbe.Heard heard : table.events()) {
      events.add(Answer.Event.of(heard.type(), heard.session()));
    }
    return events;
  }

  Answer.@Nullable Entry session(final Tuple tuple) throws IOException {
    return session(tuple, 0);
  }

  private Answer.@Nullable Entry session(final Tuple tuple, final int zone) throws IOException {
    return table.get(tuple, zone, session) ? Answer.Entry.of(session) : null;
  }

  /** Empties the table. */
  void clear() throws IOException {
    table.deleteAll();
  }

  @Override
  public void close() throws IOException {
    table.close();
    bridge.close();
    namespace.close();
  }
}
