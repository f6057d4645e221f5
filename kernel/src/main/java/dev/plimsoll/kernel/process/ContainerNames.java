package dev.plimsoll.kernel.process;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names that people gave to containers which are known by long numbers, where a file tells them.
 */
final class ContainerNames {
  private static final Path DOCKER = Path.of("var/lib/docker/containers");
  private static final int CONFIG_BYTES = 64 * 1024;
  private static final int NAME_BYTES = 256;
  private static final Pattern DOCKER_NAME = Pattern.compile("\"Name\":\"/([^\"\\\\]{1,128})\"");
  private static final Pattern PODMAN_NAME = Pattern.compile("(?m)^name=\"([^\"\\\\]{1,128})\"");

  private final Path root;

  /**
   * Looks at the files of engines.
   *
   * @param root where they lie: {@code /} outside of tests
   */
  ContainerNames(final Path root) {
    this.root = root;
  }

  /**
   * All containers around a process in one text: {@code lxc web, docker 3f2a9c41d07b (shop)}.
   *
   * @param processRoot the process' own root directory
   */
  @Nullable String describe(final List<ContainerMark> containers, final Path processRoot) {
    return containers.isEmpty()
        ? null
        : containers.stream()
            .map(container -> {
              final String name = name(container, processRoot);
              return name.isEmpty() ? container.toString() : container + " (" + name + ")";
            })
            .collect(Collectors.joining(", "));
  }

  private String name(final ContainerMark container, final Path processRoot) {
    if (container.pod() != null) {
      // The host name of a pod's containers is the pod's own name, unless its owner set another.
      return BoundedFile.ordinaryText(processRoot.resolve("etc/hostname"), NAME_BYTES).strip();
    }
    return switch (container.engine()) {
      case "docker" ->
          first(
              DOCKER_NAME,
              BoundedFile.text(
                  root.resolve(DOCKER).resolve(container.id()).resolve("config.v2.json"),
                  CONFIG_BYTES));
      case "podman" ->
          first(
              PODMAN_NAME,
              BoundedFile.ordinaryText(processRoot.resolve("run/.containerenv"), CONFIG_BYTES));
      default -> "";
    };
  }

  private static String first(final Pattern pattern, final String text) {
    final Matcher found = pattern.matcher(text);
    return found.find() ? found.group(1) : "";
  }
}
