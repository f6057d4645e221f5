package dev.plimsoll.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MirrorThreadTest {
  private final MirrorThread work =
      new MirrorThread(
          new NamespaceWatch(List::of, false, 1_000, new BufferShare(4096, 1)),
          null,
          MirrorSettings.defaults(),
          MirrorListener.NONE);
  private final Thread thread = Thread.ofPlatform().daemon().unstarted(work);

  @Test
  void withoutATableNothingIsSynchronised() throws Exception {
    thread.start();
    assertThat(work.awaitSynchronised(200_000_000)).isFalse();
    work.end();
    thread.join();
    assertThat(work.failure()).isNull();
  }

  @Test
  void whoWaitsAsLongAsCanBeIsToldOfTheEnd() throws Exception {
    thread.start();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (thread.getState() == Thread.State.NEW) {
            Thread.onSpinWait();
          }
          work.end();
        });
    assertThatThrownBy(() -> work.awaitSynchronised(Long.MAX_VALUE))
        .isInstanceOf(IOException.class)
        .hasMessage("the mirror is closed");
    thread.join();
  }
}
