package dev.plimsoll.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.TrackingProbe;
import dev.plimsoll.kernel.TrackingProbe.Outcome;
import dev.plimsoll.kernel.TrackingRule;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KernelTest
class TrackingRuleKernelTest {
  private final LabNamespace lab = LabNamespace.create("rule");
  private final NetworkNamespace namespace = lab.networkNamespace();

  TrackingRuleKernelTest() throws IOException {}

  @AfterEach
  void removeNamespace() throws IOException {
    lab.close();
  }

  @Test
  void theKernelTracksWhileTheRuleIsThere() throws IOException {
    assertThat(TrackingProbe.send(namespace).outcome()).isEqualTo(Outcome.NOT_TRACKED);
    final TrackingRule rule = TrackingRule.add(namespace, false);
    assertThat(TrackingProbe.send(namespace).outcome()).isEqualTo(Outcome.TRACKED);
    rule.remove();
    assertThat(TrackingProbe.send(namespace).outcome()).isEqualTo(Outcome.NOT_TRACKED);
  }

  @Test
  void aRuleIsFoundWithTheProcessThatMadeIt() throws IOException {
    assertThat(TrackingRule.find(namespace)).isNull();
    final TrackingRule rule = TrackingRule.add(namespace, false);
    assertThat(TrackingRule.find(namespace)).isEqualTo(rule);
    assertThat(rule.ownerPid()).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void theRuleOfThisProcessIsNoLeftOver() throws IOException {
    assertThat(TrackingRule.add(namespace, false).isLeftOver()).isFalse();
  }

  @Test
  void aRuleWhoseProcessHasGivenItsNumberToAnotherIsALeftOver() throws Exception {
    final TrackingRule rule = TrackingRule.add(namespace, false);
    // This process lives, and did not start then.
    final String earlier = String.valueOf(rule.owner()).replaceFirst("start \\d+", "start 1");
    rule.remove();
    lab.nft("table inet plimsoll_tracking { comment \"until " + earlier + "\"; }");
    assertThat(TrackingRule.find(namespace)).matches(it -> it != null && it.isLeftOver());
  }

  @Test
  void aRuleThatIsToStayIsNoLeftOver() throws IOException {
    final TrackingRule rule = TrackingRule.add(namespace, true);
    assertThat(TrackingRule.find(namespace)).isEqualTo(rule);
    assertThat(rule.isLeftOver()).isFalse();
  }
}
