package dev.plimsoll.app;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code plimsoll completion}: what makes the Tab key know Plimsoll's commands and options. */
@Command(
    name = "completion",
    header = "Print what a shell needs to complete commands and options.",
    description = {
      "Prints a script for the shell. For this shell only:%n",
      "  bash:  source <(plimsoll completion bash)",
      "  zsh:   source <(plimsoll completion zsh)",
      "  fish:  plimsoll completion fish | source%n",
      "For good, put the script where the shell looks for it; see docs/install.md."
    })
final class CompletionCommand implements Callable<Integer> {
  /** The shells, named as their programs are. */
  enum Shell {
    bash,
    zsh,
    fish
  }

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "One of ${COMPLETION-CANDIDATES}.")
  private @Nullable Shell shell;

  @Override
  public Integer call() {
    final CommandLine root = Main.commandLine();
    final String script =
        switch (Objects.requireNonNull(shell)) {
          case bash -> AutoComplete.bash(root.getCommandName(), root);
          case zsh -> ZshCompletion.script(root.getCommandSpec());
          case fish -> FishCompletion.script(root.getCommandSpec());
        };
    Objects.requireNonNull(spec).commandLine().getOut().print(script);
    return ExitCode.OK;
  }
}
