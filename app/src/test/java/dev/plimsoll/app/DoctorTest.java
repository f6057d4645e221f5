package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.app.Finding.Level;
import dev.plimsoll.kernel.ConntrackFacts;
import dev.plimsoll.kernel.ConntrackModule;
import dev.plimsoll.kernel.Container;
import dev.plimsoll.kernel.Counters;
import dev.plimsoll.kernel.Hooks;
import dev.plimsoll.kernel.ProcFiles.Access;
import dev.plimsoll.kernel.Rights;
import dev.plimsoll.kernel.TrackingProbe;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DoctorTest {
  private static final Rights ORDINARY_USER = new Rights(1000, 0);

  private final DoctorFacts facts = new DoctorFacts();

  @Test
  void aHealthyHostGetsOkThroughout() {
    assertThat(facts.ofHost()).extracting(Finding::level).containsOnly(Level.OK);
    assertThat(facts.ofNamespace()).extracting(Finding::level).containsOnly(Level.OK);
  }

  @ParameterizedTest
  @CsvSource({
    "BUILT_IN, OK",
    "LOADED, OK",
    "LOADABLE, PROBLEM",
    "ABSENT, PROBLEM",
    "UNKNOWN, UNKNOWN"
  })
  void theKernelIsJudgedByItsModule(final ConntrackModule module, final Level level) {
    facts.module = module;
    assertThat(facts.finding("kernel").level()).isEqualTo(level);
  }

  @Test
  void aModuleIsLoadedByModprobe() {
    facts.module = ConntrackModule.LOADABLE;
    assertThat(facts.finding("kernel").commands()).containsExactly("modprobe nf_conntrack");
  }

  @Test
  void inAContainerTheHostHasToLoadTheModule() {
    facts.module = ConntrackModule.UNKNOWN;
    facts.container = new Container("lxc", true);
    assertThat(facts.finding("kernel").commands())
        .containsExactly(Mending.ON_THE_HOST, "modprobe nf_conntrack");
  }

  @Test
  void anOrdinaryUserIsToldWhichRightIsMissingAndWhatFor() {
    facts.rights = ORDINARY_USER;
    final Finding rights = facts.finding("rights");
    assertThat(rights.level()).isEqualTo(Level.WARNING);
    assertThat(rights.meaning()).contains("CAP_NET_ADMIN to read the kernel's table");
    assertThat(rights.commands()).containsExactly("sudo plimsoll doctor");
  }

  @Test
  void netAdminAloneIsEnoughForOneNamespace() {
    facts.rights = new Rights(1000, 1L << 12);
    final Finding rights = facts.finding("rights");
    assertThat(rights.level()).isEqualTo(Level.OK);
    assertThat(rights.meaning()).contains("CAP_SYS_ADMIN").doesNotContain("CAP_NET_ADMIN");
  }

  @Test
  void rightsThatProcHidesAreUnknown() {
    facts.rights = null;
    assertThat(facts.finding("rights").level()).isEqualTo(Level.UNKNOWN);
  }

  @Test
  void aSmallEventBufferIsAWarningWithTheSettingThatBoundsIt() {
    facts.bufferBytes = OptionalLong.of(425_984);
    final Finding buffer = facts.finding("event buffer");
    assertThat(buffer.level()).isEqualTo(Level.WARNING);
    assertThat(buffer.summary()).contains("416 KiB");
    assertThat(buffer.commands()).contains("sysctl -w net.core.rmem_max=33554432");
  }

  @Test
  void namespacesThatAreClosedAreNamed() {
    facts.closedNamespaces = List.of("web");
    final Finding namespaces = facts.finding("namespaces");
    assertThat(namespaces.level()).isEqualTo(Level.UNKNOWN);
    assertThat(namespaces.meaning()).contains("web");
  }

  @Test
  void aNamespaceThatCannotBeEnteredIsOneUnknownFinding() {
    facts.namespace = DoctorFacts.WEB;
    facts.barrier = "cannot enter network namespace web: operation not permitted (EPERM)";
    assertThat(facts.ofNamespace())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Level.UNKNOWN);
          assertThat(finding.meaning()).contains("EPERM");
        });
  }

  @Test
  void withoutConntrackNothingElseIsSaidOfTheNamespace() {
    facts.settings.clear();
    facts.netlink = Access.ABSENT;
    facts.procFile = Access.ABSENT;
    assertThat(facts.ofNamespace())
        .singleElement()
        .satisfies(finding -> assertThat(finding.level()).isEqualTo(Level.PROBLEM));
  }

  @Test
  void noHooksAreAProblemWithTheRuleThatMendsIt() {
    facts.hooks = Hooks.NOT_HOOKED;
    final Finding tracking = facts.finding("tracking");
    assertThat(tracking.level()).isEqualTo(Level.PROBLEM);
    assertThat(tracking.commands()).anyMatch(command -> command.startsWith("nft 'add table"));
  }

  @Test
  void withoutNftItIsToBeInstalledFirst() {
    facts.hooks = Hooks.NOT_HOOKED;
    facts.nftInstalled = false;
    assertThat(facts.finding("tracking").commands().getFirst()).contains("apt install nftables");
  }

  @Test
  void theRuleIsMeantForTheNamespaceThatWasLookedAt() {
    facts.hooks = Hooks.NOT_HOOKED;
    facts.namespace = DoctorFacts.WEB;
    facts.rights = ORDINARY_USER;
    assertThat(facts.finding("tracking").commands())
        .anyMatch(command -> command.startsWith("sudo ip netns exec web nft 'add table"));
  }

  @ParameterizedTest
  @EnumSource(TrackingProbe.Outcome.class)
  void whereHooksAreUnknownTheProbeDecides(final TrackingProbe.Outcome outcome) {
    facts.hooks = Hooks.UNKNOWN;
    facts.settings.put("count", 0L);
    facts.probe = new TrackingProbe(outcome, "");
    assertThat(facts.finding("tracking").level())
        .isEqualTo(
            switch (outcome) {
              case TRACKED -> Level.OK;
              case NOT_TRACKED -> Level.PROBLEM;
              case FAILED, NOT_SENT -> Level.UNKNOWN;
            });
  }

  @Test
  void withoutAProbeEntriesAreASignOfTracking() {
    facts.hooks = Hooks.UNKNOWN;
    final Finding tracking = facts.finding("tracking");
    assertThat(tracking.level()).isEqualTo(Level.OK);
    assertThat(tracking.summary()).contains("seems");
  }

  @Test
  void anEmptyTableOfUnknownHooksSuggestsTheProbe() {
    facts.hooks = Hooks.UNKNOWN;
    facts.namespace = DoctorFacts.WEB;
    facts.settings.put("count", 0L);
    assertThat(facts.finding("tracking").commands())
        .containsExactly("plimsoll doctor --probe --netns web");
  }

  @ParameterizedTest
  @CsvSource({
    "196607, OK",
    "196608, WARNING",
    "235929, WARNING",
    "235930, PROBLEM",
    "262144, PROBLEM"
  })
  void theTableIsJudgedByItsFullness(final long entries, final Level level) {
    facts.settings.put("count", entries);
    assertThat(facts.finding("table").level()).isEqualTo(level);
  }

  @Test
  void aFullTableIsMendedByTwiceTheRoom() {
    facts.settings.put("count", 262_144L);
    assertThat(facts.finding("table").commands())
        .contains("plimsoll by remote", "sysctl -w net.netfilter.nf_conntrack_max=524288");
  }

  @Test
  void theMaximumIsSetOnTheHostAlsoForANamespace() {
    facts.namespace = DoctorFacts.WEB;
    facts.writable = false;
    facts.settings.put("count", 262_144L);
    assertThat(facts.finding("table").commands())
        .contains("sysctl -w net.netfilter.nf_conntrack_max=524288")
        .doesNotContain(Mending.ON_THE_HOST);
  }

  @Test
  void noMaximumIsNeverFull() {
    facts.settings.put("max", 0L);
    assertThat(facts.finding("table").level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @CsvSource({"32768, OK", "32767, WARNING"})
  void moreThanEightEntriesABucketAreAWarning(final long buckets, final Level level) {
    facts.settings.put("buckets", buckets);
    assertThat(facts.finding("hash table").level()).isEqualTo(level);
  }

  @Test
  void tooFewBucketsAreMendedByAPowerOfTwoThatHoldsTheMaximum() {
    facts.settings.put("max", 1_000_000L);
    final Finding table = facts.finding("hash table");
    assertThat(table.summary()).contains("31 a bucket when full");
    assertThat(table.commands()).contains("sysctl -w net.netfilter.nf_conntrack_buckets=1048576");
  }

  @Test
  void everyLossIsAWarningWithItsNumber() {
    facts.counters = new Counters(0, 9, 0, 3, 1_234, 5, 0, 0, 0, 7);
    assertThat(facts.ofNamespace())
        .filteredOn(finding -> finding.subject().equals("losses"))
        .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.WARNING))
        .extracting(Finding::summary)
        .containsExactly(
            "drop 1,234 since boot",
            "early_drop 5 since boot",
            "insert_failed 3 since boot",
            "chaintoolong 7 since boot");
  }

  @Test
  void harmlessCountersAreExplainedBesideAnOk() {
    facts.counters = new Counters(0, 9, 0, 0, 0, 0, 0, 0, 4, 0);
    final Finding losses = facts.finding("losses");
    assertThat(losses.level()).isEqualTo(Level.OK);
    assertThat(losses.meaning()).contains("invalid 9: ", "clash_resolve 4: ");
  }

  @Test
  void hiddenCountersAreUnknown() {
    facts.counters = null;
    assertThat(facts.finding("losses").level()).isEqualTo(Level.UNKNOWN);
  }

  @Test
  void damagedMessagesAreAWarning() {
    facts.sample = new ConntrackFacts.Sample(12, 3, 1);
    assertThat(facts.finding("messages").level()).isEqualTo(Level.WARNING);
  }

  @Test
  void unknownAttributesAreToldWithoutAlarm() {
    facts.sample = new ConntrackFacts.Sample(12, 3, 0);
    final Finding messages = facts.finding("messages");
    assertThat(messages.level()).isEqualTo(Level.OK);
    assertThat(messages.summary()).contains("3 unknown attributes in 12 sessions");
  }

  @ParameterizedTest
  @CsvSource({"accounting, acct", "timestamps, timestamp"})
  void aSwitchThatIsOffIsAWarningWithTheCommand(final String subject, final String setting) {
    facts.settings.put(setting, 0L);
    final Finding finding = facts.finding(subject);
    assertThat(finding.level()).isEqualTo(Level.WARNING);
    assertThat(finding.commands())
        .startsWith("sysctl -w net.netfilter.nf_conntrack_" + setting + "=1");
  }

  @Test
  void withAModuleASettingIsKeptByLoadingTheModuleEarly() {
    facts.settings.put("acct", 0L);
    assertThat(facts.finding("accounting").commands())
        .contains(
            "echo nf_conntrack | tee /etc/modules-load.d/nf_conntrack.conf",
            "echo net.netfilter.nf_conntrack_acct=1 | tee -a /etc/sysctl.d/60-plimsoll.conf");
  }

  @Test
  void aBuiltInKernelNeedsNoModuleToKeepASetting() {
    facts.module = ConntrackModule.BUILT_IN;
    facts.settings.put("acct", 0L);
    assertThat(facts.finding("accounting").commands())
        .noneMatch(command -> command.contains("modules-load.d"));
  }

  @Test
  void rootThatMayNotWriteASettingIsSentToTheHost() {
    facts.settings.put("acct", 0L);
    facts.writable = false;
    assertThat(facts.finding("accounting").commands()).startsWith(Mending.ON_THE_HOST);
  }

  @ParameterizedTest
  @CsvSource({"0, WARNING", "1, OK", "2, OK"})
  void eventsAreJudgedByTheirMode(final long mode, final Level level) {
    facts.settings.put("events", mode);
    assertThat(facts.finding("events").level()).isEqualTo(level);
  }

  @Test
  void aKernelWithoutEventsGetsAWarning() {
    facts.settings.remove("events");
    assertThat(facts.finding("events").level()).isEqualTo(Level.WARNING);
  }

  @Test
  void aTimeoutLongerThanUsualIsAWarningWithTheWayBack() {
    facts.settings.put("udp_timeout_stream", 600L);
    final Finding timeouts = facts.finding("timeouts");
    assertThat(timeouts.level()).isEqualTo(Level.WARNING);
    assertThat(timeouts.meaning()).contains("udp_timeout_stream is 10 min (usual: 3 min)");
    assertThat(timeouts.commands())
        .startsWith("sysctl -w net.netfilter.nf_conntrack_udp_timeout_stream=180");
  }

  @ParameterizedTest
  @CsvSource({"READABLE, OK", "FORBIDDEN, UNKNOWN", "ABSENT, PROBLEM"})
  void netlinkIsJudgedByItsAnswer(final Access netlink, final Level level) {
    facts.netlink = netlink;
    assertThat(facts.finding("netlink").level()).isEqualTo(level);
  }

  @Test
  void aMissingProcFileIsNoMatterWhereNetlinkAnswers() {
    facts.procFile = Access.ABSENT;
    assertThat(facts.finding("/proc").level()).isEqualTo(Level.OK);
  }
}
