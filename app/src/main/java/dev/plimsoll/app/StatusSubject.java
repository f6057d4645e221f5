package dev.plimsoll.app;

import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.watch.Cause;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whose sessions a {@link StatusReport} is about, and what that changes in its words. */
sealed interface StatusSubject {
  /** What stands above all. */
  String title();

  /** What the table is called that the entries are in. */
  String table();

  /** From when on losses were counted, and what tells more of them. */
  String lostSince();

  /** The command that shows who is behind a cause. */
  String whoCausesIt(Cause.Kind kind);

  /** The command that watches on, or null where it is over. */
  @Nullable String watch();

  /** The kernel's table of a network namespace. */
  record Namespace(NetworkNamespace namespace) implements StatusSubject {
    @Override
    public String title() {
      return namespace.displayName();
    }

    @Override
    public String table() {
      return "Kernel";
    }

    @Override
    public String lostSince() {
      return "since boot (see: plimsoll doctor)";
    }

    @Override
    public String whoCausesIt(final Cause.Kind kind) {
      return "plimsoll by " + Hints.whoCausesIt(kind) + option();
    }

    @Override
    public String watch() {
      return "plimsoll status --watch" + option();
    }

    /** Names the namespace to another command. */
    String option() {
      final String name = namespace.name();
      return name == null ? "" : " --netns " + name;
    }
  }

  /**
   * The table that packets come to.
   *
   * @param source what names them behind {@code plimsoll track}: files, or an interface
   */
  record Packets(List<String> source) implements StatusSubject {
    public Packets {
      source = List.copyOf(source);
    }

    @Override
    public String title() {
      return String.join(" ", source);
    }

    @Override
    public String table() {
      return "Table";
    }

    @Override
    public String lostSince() {
      return "since the first packet";
    }

    @Override
    public String whoCausesIt(final Cause.Kind kind) {
      final String[] words = Hints.whoCausesIt(kind).split(" ", 2);
      final String filter = words.length == 1 ? "" : " --filter '" + words[1] + "'";
      final String quoted =
          source.stream()
              .map(word -> word.contains(" ") ? "'" + word + "'" : word)
              .collect(Collectors.joining(" "));
      return "plimsoll track " + quoted + " --by " + words[0] + filter;
    }

    @Override
    public @Nullable String watch() {
      return null;
    }
  }
}
