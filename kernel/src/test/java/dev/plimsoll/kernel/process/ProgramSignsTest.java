package dev.plimsoll.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramSignsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/tmp/x",
        "/var/tmp/.hidden/x",
        "/dev/shm/x",
        "/run/user/1000/x",
        "/run/lock/x",
        "/memfd:kworker"
      })
  void programsLieInTemporaryPlaces(final String path) {
    assertThat(ProgramSigns.isTemporary(path)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/usr/bin/tmp/x", "/tmpfiles/x", "/run/wrappers/bin/sudo", "/home/a/tmp/x"})
  void otherPlacesAreNoSign(final String path) {
    assertThat(ProgramSigns.isTemporary(path)).isFalse();
  }

  @Test
  void aRelativeStartBeginsWithADotAndASlash() {
    assertThat(ProgramSigns.isRelative(List.of("./x", "-q"))).isTrue();
    assertThat(ProgramSigns.isRelative(List.of("../x"))).isFalse();
    assertThat(ProgramSigns.isRelative(List.of())).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A=1\0LD_PRELOAD=/tmp/x.so\0",
        "LD_PRELOAD=/usr/lib/libjemalloc.so.2:/usr/lib/evil.so",
        "LD_PRELOAD=/tmp/libjemalloc.so.2",
        "LD_PRELOAD=/usr/lib/libprocesshider.so"
      })
  void aPushedInLibraryIsASign(final String environment) {
    assertThat(ProgramSigns.preloads(environment)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "LD_PRELOAD=\0",
        "MY_LD_PRELOAD=/tmp/x.so\0",
        "LD_PRELOAD=/usr/lib/x86_64-linux-gnu/libjemalloc.so.2\0",
        "LD_PRELOAD=libtcmalloc.so.4"
      })
  void anAllocatorOrNothingIsNone(final String environment) {
    assertThat(ProgramSigns.preloads(environment)).isFalse();
  }

  @Test
  void theFileForAllProgramsIsReadWithItsComments() {
    assertThat(ProgramSigns.preloadsForAll("# nothing\n\n")).isFalse();
    assertThat(ProgramSigns.preloadsForAll("/lib64/libjemalloc.so.1 /usr/local/lib/x.so\n"))
        .isTrue();
  }
}
