package dev.plimsoll.app.conntrack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plimsoll.session.LabelNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelFileTest {
  @TempDir private Path directory;
  private final List<String> complaints = new ArrayList<>();

  @Test
  void namesAreRead() throws IOException {
    assertThat(read("# labels\n3 three\n").bit("three")).hasValue(3);
    assertThat(complaints).isEmpty();
  }

  @Test
  void bytesThatAreNoTextHurtNobody() throws IOException {
    final Path file = directory.resolve("connlabel.conf");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\n', '3', ' ', 'x', '\n'});
    assertThat(LabelFile.read(file, complaints::add).bit("x")).hasValue(3);
  }

  @Test
  void aMissingFileIsComplainedOfInConntracksWords() {
    assertThat(LabelFile.read(directory.resolve("none"), complaints::add))
        .isSameAs(LabelNames.NONE);
    assertThat(complaints).containsExactly("nfct_labelmap_new: No such file or directory");
  }

  @Test
  void aFileWithoutNamesIsComplainedOfInConntracksWords() throws IOException {
    assertThat(read("# nothing\n")).isSameAs(LabelNames.NONE);
    assertThat(complaints).containsExactly("nfct_labelmap_new: Success");
  }

  @Test
  void aDirectoryIsComplainedOfInConntracksWords() {
    assertThat(LabelFile.read(directory, complaints::add)).isSameAs(LabelNames.NONE);
    assertThat(complaints).containsExactly("nfct_labelmap_new: Success");
  }

  private LabelNames read(final String text) throws IOException {
    final Path file = directory.resolve("connlabel.conf");
    Files.writeString(file, text);
    return LabelFile.read(file, complaints::add);
  }
}
