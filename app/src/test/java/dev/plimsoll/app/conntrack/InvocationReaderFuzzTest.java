package dev.plimsoll.app.conntrack;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/** Whatever stands on a command line is understood, or is an error that says why. */
final class InvocationReaderFuzzTest {
  // Words that lead on; others are made up.
  private static final String[] KNOWN = {
    "-L",
    "-D",
    "-I",
    "-A",
    "-G",
    "-U",
    "-E",
    "expect",
    "-p",
    "tcp",
    "udp",
    "icmp",
    "gre",
    "sctp",
    "dccp",
    "--orig-vtag",
    "--reply-vtag",
    "--role",
    "client",
    "-s",
    "-d",
    "-r",
    "-q",
    "10.0.0.1",
    "::1/64",
    "--sport",
    "--dport",
    "1",
    "-t",
    "5",
    "-u",
    "-m",
    "-n",
    "-j",
    "-o",
    "-w",
    "--state",
    "ESTABLISHED",
    "--mask-src",
    "--icmp-type",
    "--icmp-code",
    "-l",
    "--label-del",
    "--srckey",
    "--dstkey",
    "-i",
    "-e",
    "-f",
    "ipv6"
  };

  @FuzzTest(maxDuration = "8s")
  void neverFailsButByAUsageException(final FuzzedDataProvider data) {
    final List<String> words = new ArrayList<>();
    while (data.remainingBytes() > 0 && words.size() < 40) {
      words.add(data.consumeBoolean() ? data.pickValue(KNOWN) : data.consumeString(12));
    }
    try {
      new CommandLines().reader().read(words);
    } catch (final ConntrackUsageException e) {
      // The answer to words that are no command line.
    }
  }
}
