package dev.plimsoll.watch;

import dev.plimsoll.watch.GroupKey.Field;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A word that names no {@link GroupKey}. The message says which, where, and what would do. */
public final class GroupKeyException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int column;

  GroupKeyException(final int column, final String problem) {
    super("column %d: %s".formatted(column, problem));
    this.column = column;
  }

  static GroupKeyException unknown(final int column, final String word) {
    final String keys =
        Arrays.stream(Field.values()).map(Field::word).collect(Collectors.joining(", "));
    return new GroupKeyException(
        column,
        (word.isEmpty() ? "a key is missing" : "'" + word + "' is no key")
            + "; the keys are "
            + keys
            + ", and addresses with a prefix: remote/24, remote/64, remote/net");
  }

  /** Where the key begins in the text, counted from 1. */
  public int column() {
    return column;
  }
}
