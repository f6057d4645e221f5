package dev.plimsoll.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Signs that this process runs in a container. They are hints: an image's files may lie on a real
 * machine too.
 *
 * @param kind the engine's name, such as {@code docker} or {@code lxc}; null without a sign
 * @param ownUserNamespace whether root here is somebody else on the host (user_namespaces(7)); the
 *     kernel then keeps host-wide settings from it
 */
public record Container(@Nullable String kind, boolean ownUserNamespace) {
  private static final List<String> ALL_USERS = List.of("0", "0", "4294967295");

  /** Never fails. */
  public static Container read() {
    return read(Path.of("/"), System.getenv());
  }

  static Container read(final Path root, final Map<String, String> environment) {
    return new Container(kind(root, environment), ownUserNamespace(root));
  }

  private static @Nullable String kind(final Path root, final Map<String, String> environment) {
    final String told = text(root.resolve("run/systemd/container"));
    if (!told.isEmpty()) {
      return told;
    }
    final String variable = environment.getOrDefault("container", "");
    if (!variable.isEmpty()) {
      return variable;
    }
    if (Files.exists(root.resolve(".dockerenv"))) {
      return "docker";
    }
    if (Files.exists(root.resolve("run/.containerenv"))) {
      return "podman";
    }
    // OpenVZ and Virtuozzo: the host has both.
    final boolean guest =
        Files.exists(root.resolve("proc/vz")) && !Files.exists(root.resolve("proc/bc"));
    return guest ? "openvz" : null;
  }

  private static boolean ownUserNamespace(final Path root) {
    final String map = text(root.resolve("proc/self/uid_map"));
    return !map.isEmpty() && !List.of(map.split("\\s+", -1)).equals(ALL_USERS);
  }

  private static String text(final Path file) {
    try {
      return Files.readString(file).strip();
    } catch (final IOException e) {
      return "";
    }
  }
}
