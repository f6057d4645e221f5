package dev.plimsoll.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Decides whether this machine can run {@link KernelTest}s. */
final class KernelTestCondition implements ExecutionCondition {
  private static final Path TRACKING = Path.of("/proc/sys/net/netfilter/nf_conntrack_max");
  private static final List<String> COMMANDS = List.of("ip", "nft", "conntrack");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(final ExtensionContext context) {
    final String missing = missing();
    if (missing == null) {
      return ConditionEvaluationResult.enabled("this machine has what kernel tests need");
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new IllegalStateException("a kernel test cannot run, and CI=true: " + missing);
    }
    return ConditionEvaluationResult.disabled(missing);
  }

  private static @Nullable String missing() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return "kernel tests need root";
    }
    if (!Files.exists(TRACKING)) {
      return "kernel tests need connection tracking in the kernel: there is no " + TRACKING;
    }
    for (final String command : COMMANDS) {
      if (!isInstalled(command)) {
        return "kernel tests need the command '" + command + "'";
      }
    }
    return null;
  }

  private static boolean isInstalled(final String command) {
    final String path = System.getenv().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    return Arrays.stream(path.split(":", -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }
}
