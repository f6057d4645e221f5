package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.kernel.TrackingRule;
import dev.plimsoll.lab.KernelTest;
import dev.plimsoll.lab.LabNamespace;
import dev.plimsoll.lab.SessionFlood;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@KernelTest
class TrackingSwitchKernelTest {
  private final LabNamespace one = LabNamespace.create("switch1");
  private final LabNamespace two = LabNamespace.create("switch2");
  private final LabNamespace tracked = LabNamespace.create("switch3");
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintWriter text = new PrintWriter(said, true, StandardCharsets.UTF_8);
  private final Console console = new Console(said, text, text, false);

  TrackingSwitchKernelTest() throws IOException {
    tracked.enableTracking();
    // Where the kernel does not list its hooks, sessions are the only sign of tracking.
    try (SessionFlood flood = SessionFlood.into(tracked.networkNamespace())) {
      flood.add(3);
    }
  }

  @AfterEach
  void close() throws IOException {
    one.close();
    two.close();
    tracked.close();
  }

  private List<NetworkNamespace> all() {
    return List.of(one.networkNamespace(), two.networkNamespace(), tracked.networkNamespace());
  }

  @Test
  void eachNamedNamespaceWithoutTrackingIsSwitchedOnAndOffAgain() throws IOException {
    try (TrackingSwitch it = new TrackingSwitch(console, all(), true, false)) {
      it.tell();
      assertThat(TrackingRule.find(one.networkNamespace())).isNotNull();
      assertThat(TrackingRule.find(two.networkNamespace())).isNotNull();
      assertThat(TrackingRule.find(tracked.networkNamespace())).isNull();
    }
    assertThat(said())
        .contains("switching connection tracking on in " + one.networkNamespace().displayName())
        .contains("switching connection tracking on in " + two.networkNamespace().displayName())
        .doesNotContain(tracked.name());
    assertThat(TrackingRule.find(one.networkNamespace())).isNull();
    assertThat(TrackingRule.find(two.networkNamespace())).isNull();
  }

  @Test
  void withAllNamespacesThoseOfOthersAreLeftAsTheyAreAndNamed() throws IOException {
    try (TrackingSwitch it = new TrackingSwitch(console, List.of(), true, false)) {
      it.tellLeftAlone(all());
    }
    assertThat(said())
        .contains("left off in %s, %s. ".formatted(one.name(), two.name()))
        .contains("name others with --netns")
        .doesNotContain(tracked.name());
    assertThat(TrackingRule.find(one.networkNamespace())).isNull();
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }
}
