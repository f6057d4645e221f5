package dev.plimsoll.app.conntrack;

import dev.plimsoll.session.LabelNames;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The names of the labels, each file read once, when it is first needed. */
final class Labels implements LabelLookup {
  private final Consumer<String> complaints;
  private final Map<Path, LabelNames> files = new HashMap<>();

  /**
   * No file is read yet.
   *
   * @param complaints takes what is said of a file that names none
   */
  Labels(final Consumer<String> complaints) {
    this.complaints = complaints;
  }

  /**
   * The names in a file.
   *
   * @param file null for the usual place
   */
  LabelNames names(final @Nullable String file) {
    return files.computeIfAbsent(
        file == null ? LabelFile.SYSTEM : Path.of(file), path -> LabelFile.read(path, complaints));
  }

  @Override
  public int bitOf(final String name, final @Nullable String file) {
    return names(file).bit(name).orElse(UNKNOWN);
  }
}
