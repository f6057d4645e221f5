package dev.plimsoll.watch.diagnosis;

import dev.plimsoll.watch.GroupKey;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes commands work where the sessions are: in another network namespace. */
public final class NamespaceCommands {
  /** The commands that look into one namespace. */
  private static final Pattern LOOK =
      Pattern.compile("plimsoll (diagnose|list|count|by|events|status|top|watch)\\b");

  private final String namespace;

  /**
   * For one namespace.
   *
   * @param namespace its name; {@link GroupKey#OWN_NAMESPACE} leaves commands as they are
   */
  public NamespaceCommands(final String namespace) {
    this.namespace = namespace;
  }

  /** The steps with their commands for the namespace. */
  public List<Step> of(final List<Step> steps) {
    return namespace.equals(GroupKey.OWN_NAMESPACE) ? steps : steps.stream().map(this::of).toList();
  }

  private Step of(final Step step) {
    return new Step(
        step.id(),
        step.title(),
        step.reason(),
        step.commands().stream().map(this::of).toList(),
        step.changes(),
        of(step.undo()),
        step.action());
  }

  /** A command for the namespace; one that has to do with no network stays as it is. */
  public String of(final String command) {
    if (namespace.equals(GroupKey.OWN_NAMESPACE)) {
      return command;
    }
    final Matcher look = LOOK.matcher(command);
    if (look.lookingAt()) {
      return look.group() + " --netns " + ShellWord.of(namespace) + command.substring(look.end());
    }
    return command.startsWith("nft ") || command.startsWith("sysctl ")
        ? "ip netns exec " + ShellWord.of(namespace) + " " + command
        : command;
  }
}
