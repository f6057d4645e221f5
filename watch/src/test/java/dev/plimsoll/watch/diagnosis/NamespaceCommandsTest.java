package dev.plimsoll.watch.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NamespaceCommandsTest {
  private final NamespaceCommands web = new NamespaceCommands("web");

  @Test
  void whatLooksAtSessionsLooksIntoTheNamespace() {
    assertThat(web.of("plimsoll list proto:tcp")).isEqualTo("plimsoll list --netns web proto:tcp");
    assertThat(web.of("plimsoll by remote")).isEqualTo("plimsoll by --netns web remote");
  }

  @Test
  void whatChangesTheNetworkIsEnteredIntoIt() {
    assertThat(web.of("nft list ruleset")).isEqualTo("ip netns exec web nft list ruleset");
  }

  @Test
  void whatHasToDoWithNoNetworkStaysAsItIs() {
    assertThat(web.of("kill -STOP 7")).isEqualTo("kill -STOP 7");
  }

  @Test
  void inTheOwnNamespaceEverythingStays() {
    assertThat(new NamespaceCommands("own").of("plimsoll list")).isEqualTo("plimsoll list");
  }

  @Test
  void aHostileNameIsOneWordOfTheShell() {
    assertThat(new NamespaceCommands("a;reboot").of("plimsoll list"))
        .isEqualTo("plimsoll list --netns 'a;reboot'");
  }
}
