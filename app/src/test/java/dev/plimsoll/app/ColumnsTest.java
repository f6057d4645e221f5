package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ColumnsTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    final Columns columns = new Columns().add(false).add(true);
    columns.row(List.of("remote", "sessions"), text -> text);
    columns.row(List.of("2001:db8::1", "7"), text -> text);
    assertThat(columns).hasToString("remote       sessions\n2001:db8::1         7\n");
  }

  @Test
  void aStyleIsLaidOnTheWholeLineOnly() {
    final Columns columns = new Columns().add(false).add(false);
    columns.row(List.of("a", "b"), text -> "<" + text + ">");
    columns.row(List.of("ccc", ""), text -> text);
    assertThat(columns).hasToString("<a    b>\nccc\n");
  }
}
