package dev.plimsoll.app;

import dev.plimsoll.app.conntrack.ConntrackCommand;
import dev.plimsoll.app.conntrack.EndOfCommand;
import dev.plimsoll.kernel.NativeCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command {@code plimsoll}: finds the subcommand, and turns every outcome into an exit code.
 */
@Command(
    name = "plimsoll",
    header = "The load line for a server's connections.",
    description =
        "Reads the kernel's connection tracking table, judges the number of sessions against a"
            + " limit and shows who causes it.",
    synopsisSubcommandLabel = "COMMAND",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = VersionText.class,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:it could not be done; the message says why",
      "2:wrong usage, or a filter that cannot be read",
      "3:no connection tracking here",
      "4:more rights are needed"
    })
public final class Main implements Callable<Integer> {
  /** Commands that ask the kernel nothing, at least as a rule. */
  private static final Set<String> OF_FILES = Set.of("track", "simulate", "config", "help");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "With an error, show where in the program it happened.")
  private boolean debug = "1".equals(System.getenv("PLIMSOLL_DEBUG"));

  private final Console console;

  private Main(final Console console) {
    this.console = console;
  }

  /** Runs a command line as the process. */
  public static void main(final String[] args) {
    if (args.length > 0 && !OF_FILES.contains(args[0])) {
      NativeCalls.bindMeanwhile();
    }
    System.exit(run(Console.ofProcess(), args));
  }

  /**
   * Runs a command line.
   *
   * @return the exit code, one of {@link ExitCode}
   */
  static int run(final Console console, final String... args) {
    final Main main = new Main(console);
    if (args.length > 0 && args[0].equals(ConntrackCommand.NAME)) {
      return main.conntrack(List.of(args).subList(1, args.length));
    }
    // Not picocli's execute: it would tell a closed pipe as a defect.
    try {
      final CommandLine commandLine = commandLine(main, args.length == 0 ? "" : args[0]);
      final int exitCode = new RunLast().execute(commandLine.parseArgs(args));
      console.text().flush();
      return exitCode;
    } catch (final ParameterException e) {
      return tellUsage(e);
    } catch (final ExecutionException e) {
      return main.tell(isCheck(args), e.getCause() == null ? e : e.getCause());
    } catch (final RuntimeException | Error e) {
      return main.tell(isCheck(args), e);
    }
  }

  // It reads its words itself, as the tool whose name it bears.
  private int conntrack(final List<String> words) {
    try {
      return new ConntrackCommand(
              System.in, console.bytes(), console.errors(), EndOfCommand::bySignals)
          .run(words);
    } catch (final IOException | RuntimeException | Error e) {
      return tell(false, e);
    }
  }

  private static boolean isCheck(final String[] args) {
    return args.length > 0 && args[0].equals(CheckCommand.NAME);
  }

  /** All commands and options, also for the manual pages and the shells' completion. */
  static CommandLine commandLine() {
    return commandLine(new Main(Console.ofProcess()), "");
  }

  /**
   * The model of the command line.
   *
   * @param word the first one that was given: if it names a command, that is the only one in the
   *     model, since each more costs its part of the start
   */
  private static CommandLine commandLine(final Main main, final String word) {
    final Console console = main.console;
    final Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("watch", () -> new WatchCommand(console));
    commands.put("status", () -> new StatusCommand(console));
    commands.put("top", () -> new TopCommand(console));
    commands.put("list", () -> new ListCommand(console));
    commands.put("count", () -> new CountCommand(console));
    commands.put("by", () -> new ByCommand(console));
    commands.put("events", () -> new EventsCommand(console));
    commands.put("delete", () -> new DeleteCommand(console));
    commands.put("set", () -> new SetCommand(console));
    commands.put("flush", () -> new FlushCommand(console));
    commands.put("save", () -> new SaveCommand(console));
    commands.put("restore", () -> new RestoreCommand(console));
    commands.put(ConntrackCommand.NAME, ConntrackManual::new);
    commands.put("track", () -> new TrackCommand(console));
    commands.put("simulate", () -> new SimulateCommand(console));
    commands.put(CheckCommand.NAME, () -> new CheckCommand(console));
    commands.put("doctor", () -> new DoctorCommand(console));
    commands.put("explain", () -> new ExplainCommand(console));
    commands.put("diagnose", () -> new DiagnoseCommand(console));
    commands.put("undo", () -> new UndoCommand(console));
    commands.put("confirm", () -> new ConfirmCommand(console));
    commands.put("alert", () -> new AlertCommand(console));
    commands.put("config", () -> new ConfigCommand(console));
    commands.put("demo", () -> new DemoCommand(console));
    commands.put("help", () -> new HelpCommand(console));
    commands.put("completion", CompletionCommand::new);
    commands.put("training-run", TrainingCommand::new);
    final CommandLine all = new CommandLine(main);
    final Supplier<Object> only = commands.get(word);
    if (only == null) {
      commands.forEach((name, command) -> all.addSubcommand(name, command.get()));
    } else {
      all.addSubcommand(word, only.get());
    }
    return all.setOut(console.text())
        .setErr(console.errors())
        // -is:assured is a word of a filter, not a bundle of options.
        .setPosixClusteredShortOptionsAllowed(false)
        .setUnmatchedOptionsArePositionalParams(true);
  }

  @Override
  public Integer call() {
    final CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    commandLine.usage(commandLine.getErr());
    return ExitCode.USAGE;
  }

  private int tell(final boolean isCheck, final Throwable failure) {
    final PrintWriter err = console.errors();
    try {
      if (!(failure instanceof UncheckedIOException)) {
        // What was found before the failure is true, and comes before the reason.
        console.text().flush();
      }
    } catch (final UncheckedIOException e) {
      return isCheck ? CheckCommand.UNKNOWN : Failures.tell(e, err, debug);
    }
    final int exitCode = Failures.tell(failure, err, debug);
    // 1 would be a WARNING to a monitoring system.
    return isCheck ? CheckCommand.UNKNOWN : exitCode;
  }

  private static int tellUsage(final ParameterException e) {
    final CommandLine commandLine = e.getCommandLine();
    final PrintWriter err = commandLine.getErr();
    final String message = "plimsoll: " + UsageErrors.text(e);
    err.println(message);
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + commandLine.getCommandSpec().qualifiedName() + " --help'.");
    if (!commandLine.getCommandName().equals(CheckCommand.NAME)) {
      return ExitCode.USAGE;
    }
    // 2 would be CRITICAL to a monitoring system, which reads standard output.
    commandLine.getOut().println("UNKNOWN - " + message.lines().findFirst().orElse(message));
    commandLine.getOut().flush();
    return CheckCommand.UNKNOWN;
  }
}
