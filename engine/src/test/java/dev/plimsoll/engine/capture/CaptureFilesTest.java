package dev.plimsoll.engine.capture;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plimsoll.engine.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureFilesTest {
  private static final byte[] DATA = new byte[60];

  @TempDir Path folder;

  private static byte[] capture(final int... seconds) {
    final CaptureBuilder capture =
        CaptureBuilder.pcap(LITTLE_ENDIAN, CaptureBuilder.MICROSECONDS, CaptureBuilder.ETHERNET);
    for (final int second : seconds) {
      capture.packet(second, 0, DATA);
    }
    return capture.bytes();
  }

  private Path file(final String name, final byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content);
  }

  private static byte[] gzip(final byte[] content) throws IOException {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    }
    return out.toByteArray();
  }

  private static byte[] joined(final byte[] one, final byte[] other) {
    final byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static List<Long> seconds(final Reading reading) {
    return reading.times().stream().map(nanos -> nanos / 1_000_000_000).toList();
  }

  @Test
  void readsARotatedSetInTheOrderOfTime() throws IOException {
    final Reading reading =
        Reading.of(
            List.of(
                file("web.pcap10", capture(9, 10)),
                file("web.pcap2.gz", gzip(capture(5))),
                file("web.pcap", capture(1, 2)),
                file("web.pcap3", capture())));
    assertThat(seconds(reading)).containsExactly(1L, 2L, 5L, 9L, 10L);
    assertThat(reading.frames())
        .extracting(Reading.Captured::number)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(reading.problem()).isNull();
  }

  @Test
  void readsGzipInSeveralMembers() throws IOException {
    final byte[] whole = capture(1, 2, 3);
    final byte[] members =
        joined(gzip(Arrays.copyOf(whole, 50)), gzip(Arrays.copyOfRange(whole, 50, whole.length)));
    assertThat(seconds(Reading.of(members))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aFurtherMemberIsReadThoughAPipeHasNothingJustNow() throws IOException {
    final byte[] whole = capture(1, 2, 3);
    final InputStream members =
        new Trickle(
            joined(
                gzip(Arrays.copyOf(whole, 50)), gzip(Arrays.copyOfRange(whole, 50, whole.length))),
            1);
    assertThat(seconds(Reading.of(members))).containsExactly(1L, 2L, 3L);
  }

  @Test
  void keepsWhatWasReadBeforeGzipIsCutShort() throws IOException {
    final byte[] whole = gzip(capture(1, 2, 3));
    final Reading reading = Reading.of(Arrays.copyOf(whole, whole.length - 9));
    assertThat(reading.times()).isNotEmpty();
    assertThat(reading.problem()).contains("the compressed file is cut short");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcpdump-micro.pcap.gz", "tcpdump-nano-any.pcap.zst"})
  void compressedFilesThatAreCutAnywhereAreSaidToBe(final String name) throws IOException {
    final byte[] whole;
    try (InputStream file = CaptureFilesTest.class.getResourceAsStream(name)) {
      whole = Objects.requireNonNull(file).readAllBytes();
    }
    for (int length = 4; length < whole.length; length++) {
      final Reading reading = Reading.of(Arrays.copyOf(whole, length));
      assertThat(reading.problem()).as("%d bytes", length).endsWith("file is cut short");
    }
  }

  @Test
  void aStandardInputThatComesInPiecesIsTheSame() {
    final byte[] capture = capture(1, 2, 3, 4);
    assertThat(Reading.of(new Trickle(capture, 7))).isEqualTo(Reading.of(capture));
  }

  @Test
  void countsFramesThatAreOlderThanTheOneBefore() throws IOException {
    try (CaptureFiles files =
        CaptureFiles.open(
            List.of(file("a.pcap", capture(1, 5, 4, 4, 6)), file("b.pcap", capture(3, 7))),
            InputStream.nullInputStream())) {
      final Frame[] one = {new Frame()};
      int count = 0;
      while (files.read(one) > 0) {
        count++;
      }
      assertThat(count).isEqualTo(7);
      assertThat(files.frames()).isEqualTo(7);
      assertThat(files.backwards()).isEqualTo(2);
    }
  }

  @Test
  void tellsHowFarItIsInTheCompressedFiles() throws IOException {
    final byte[] first = gzip(capture(1, 2));
    final byte[] second = capture(3);
    try (CaptureFiles files =
        CaptureFiles.open(
            List.of(file("a.pcap.gz", first), file("b.pcap", second)),
            InputStream.nullInputStream())) {
      assertThat(files.bytesTotal()).isEqualTo(first.length + second.length);
      final Frame[] one = {new Frame()};
      while (files.read(one) > 0) {
        assertThat(files.bytesRead()).isBetween(1L, files.bytesTotal());
      }
      assertThat(files.bytesRead()).isEqualTo(files.bytesTotal());
    }
  }

  @Test
  void standardInputTellsNoTotal() throws IOException {
    try (CaptureFiles files =
        CaptureFiles.open(List.of(Path.of("-")), new Trickle(capture(1), 1000))) {
      assertThat(files.bytesTotal()).isEqualTo(-1);
    }
  }

  @Test
  void aFileThatIsNotThereIsFoundBeforeAnythingIsRead() throws IOException {
    final Path there = file("a.pcap", capture(1));
    assertThatThrownBy(() ->
            CaptureFiles.open(
                List.of(there, folder.resolve("b.pcap")), InputStream.nullInputStream()))
        .isInstanceOf(CaptureException.class)
        .hasMessageEndingWith("b.pcap: there is no such file");
  }

  @Test
  void aFolderIsNoCapture() {
    assertThat(Reading.of(List.of(folder)).problem())
        .isEqualTo(folder + ": it is a folder; name the files in it");
  }

  @Test
  void anEmptyFileIsNoCapture() throws IOException {
    final Path empty = file("empty.pcap", new byte[0]);
    assertThat(Reading.of(List.of(empty)).problem()).isEqualTo(empty + ": the file is empty");
  }

  @Test
  void aFileOfAnotherKindIsNoCapture() {
    assertThat(Reading.of("hello world".getBytes(UTF_8)).problem())
        .isEqualTo(
            "standard input: it begins with the bytes 68 65 6c 6c, so it is no capture; pcap and"
                + " pcapng are read, also compressed with gzip or zstd");
  }

  @Test
  void whatIsWrongWithAFileIsToldWhenItIsItsTurn() throws IOException {
    final byte[] whole = capture(9);
    final Path broken = file("broken.pcap", Arrays.copyOf(whole, whole.length - 1));
    final Reading reading = Reading.of(List.of(broken, file("good.pcap", capture(1))));
    assertThat(seconds(reading)).containsExactly(1L);
    assertThat(reading.problem()).startsWith(broken + ", byte 24, packet 1: ");
  }

  @Test
  void everyBlockOfALargeFileIsRead() throws IOException {
    final int[] seconds = new int[100_000];
    Arrays.setAll(seconds, i -> i);
    final Reading reading = Reading.of(List.of(file("large.pcap", capture(seconds))));
    assertThat(reading.times()).hasSize(seconds.length).isSorted();
    assertThat(reading.problem()).isNull();
  }
}
