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
  void aRuleOfAnotherLivingProcessIsNoLeftOver() {
    assertThat(new TrackingRule(namespace, 1).isLeftOver()).isFalse();
  }

  @Test
  void aRuleOfAKilledProcessIsALeftOver() {
    assertThat(new TrackingRule(namespace, 1 << 30).isLeftOver()).isTrue();
  }

  @Test
  void aRuleThatIsToStayIsNoLeftOver() throws IOException {
    TrackingRule.add(namespace, true);
    assertThat(TrackingRule.find(namespace)).isEqualTo(new TrackingRule(namespace, 0));
    assertThat(new TrackingRule(namespace, 0).isLeftOver()).isFalse();
  }
}
