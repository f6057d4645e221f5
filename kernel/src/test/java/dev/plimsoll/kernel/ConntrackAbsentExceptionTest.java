package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConntrackAbsentExceptionTest {
  private static String message(final ConntrackModule module) {
    final KernelException refusal = new KernelException("read", Errno.EINVAL);
    return String.valueOf(new ConntrackAbsentException(module, refusal).getMessage());
  }

  @Test
  void whatLiesReadyIsToBeLoaded() {
    assertThat(message(ConntrackModule.LOADABLE)).contains("'modprobe nf_conntrack'");
  }

  @Test
  void aKernelBuiltWithoutItIsNotToLoadAnything() {
    assertThat(message(ConntrackModule.ABSENT)).doesNotContain("modprobe");
  }

  @Test
  void whoseModuleIsLoadedIsPointedToTheOneThatShowsSessions() {
    assertThat(message(ConntrackModule.LOADED)).contains("'modprobe nf_conntrack_netlink'");
  }
}
