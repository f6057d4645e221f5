package dev.plimsoll.app;

import dev.plimsoll.app.action.ActionRecord;
import dev.plimsoll.app.action.ActionRunner;
import dev.plimsoll.app.action.ActionTalk;
import dev.plimsoll.app.action.Answers;
import dev.plimsoll.app.config.ConfigException;
import dev.plimsoll.app.report.DiagnosisHtml;
import dev.plimsoll.app.report.DiagnosisJson;
import dev.plimsoll.app.report.DiagnosisText;
import dev.plimsoll.app.report.Evidence;
import dev.plimsoll.app.report.Xarf;
import dev.plimsoll.app.top.Top.Attachment;
import dev.plimsoll.kernel.NetworkNamespace;
import dev.plimsoll.watch.PlainText;
import dev.plimsoll.watch.diagnosis.Step;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code plimsoll diagnose}: why the count is high, whether the host is compromised, what to do.
 */
@Command(
    name = "diagnose",
    header = "Say why the count is high, whether this host is compromised, and what to do.",
    description = {
      "Looks for 26 known signs in the sessions of this host and in what begins and ends while it"
          + " listens, finds the processes behind them, and gives a verdict: compromised, attacked,"
          + " misconfigured, busy, or unknown, with the numbers it stands on. Then it says what to do,"
          + " step by step. Nothing is done unless you ask for it with --apply.",
      "A scan of closed ports leaves no session behind: it is only seen while it goes on, so listen"
          + " longer (--for 60) where a short look finds nothing. Where 'plimsoll watch' runs, what it"
          + " found is taken too: it listens all the time.",
      "With capture files it diagnoses the capture instead, in the capture's own time."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sudo plimsoll diagnose",
      "  sudo plimsoll diagnose --for 60 --html report.html",
      "  sudo plimsoll diagnose --apply block-port-tcp-22",
      "  plimsoll diagnose --role mail-server,resolver",
      "  plimsoll diagnose web.pcap --host 192.0.2.10"
    })
final class DiagnoseCommand implements Callable<Integer> {
  private final Console console;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final TrackerOptions trackerOptions = new TrackerOptions();
  @Mixin private final DiagnosisOptions diagnosis = new DiagnosisOptions();
  @Mixin private final LoadLine loadLine = new LoadLine();
  @Mixin private final AttachOptions attach = new AttachOptions();
  @Mixin private final ActionOptions actions = new ActionOptions();

  @Parameters(paramLabel = "FILE", description = "Capture files to diagnose instead; - reads one.")
  private List<String> files = List.of();

  @Option(
      names = "--netns",
      paramLabel = "NAME|PID",
      description = "Diagnose a network namespace. Default: the one you are in.")
  private @Nullable String netns;

  @Option(
      names = "--for",
      paramLabel = "SECONDS",
      description = "How long to listen before the verdict. Default: ${DEFAULT-VALUE}.")
  private double listenSeconds = 1;

  @ArgGroup private Form form = new Form();

  @Option(
      names = "--apply",
      paramLabel = "STEP",
      description =
          "Carry out the step of this name, after a question. What blocks anything is rolled back"
              + " after 60 seconds unless confirmed.")
  private @Nullable String apply;

  @Option(
      names = "--dry-run",
      description = "With --apply: say what would be done, and do nothing.")
  private boolean dryRun;

  @Option(names = "--yes", description = "With --apply: ask nothing.")
  private boolean yes;

  @Option(
      names = "--contact",
      paramLabel = "MAIL",
      description = "With --xarf: who answers the abuse desk. Default: root at this host.")
  private @Nullable String contact;

  @Option(
      names = "--no-color",
      description = "No colours; the same as setting NO_COLOR, and as in a pipe.")
  private boolean noColor;

  /** How it is told. */
  private static final class Form {
    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
        names = "--html",
        paramLabel = "FILE",
        description = "Write one self-contained page, to attach to a ticket.")
    private @Nullable Path html;

    @Option(
        names = "--xarf",
        description = "Print a report a line in XARF 4, as abuse desks read it.")
    private boolean xarf;
  }

  DiagnoseCommand(final Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    check();
    if (!files.isEmpty()) {
      show(new CaptureCase(files, trackerOptions, diagnosis, loadLine.limit()).evidence(console));
      return ExitCode.OK;
    }
    final ActionRunner runner;
    try {
      runner = actions.runner();
    } catch (final ConfigException e) {
      return ConfigCommand.tell(console, e);
    }
    UndoCommand.tellLeftOvers(console, runner);
    final KernelCase look =
        new KernelCase(
            netns, listenSeconds, attachment(), diagnosis.diagnostician(), loadLine.limit());
    final Evidence evidence = look.evidence(console, runner.list());
    if (apply == null) {
      show(evidence);
    } else {
      apply(evidence, look.namespace(), runner, apply);
    }
    return ExitCode.OK;
  }

  // A watch judges by its own roles and thresholds.
  private Attachment attachment() {
    return diagnosis.isGiven() ? new Attachment.Alone() : attach.attachment();
  }

  private void check() {
    if (!(listenSeconds >= 0 && listenSeconds <= KernelCase.LONGEST_SECONDS)) {
      throw FilterWords.usage(
          spec, "--for is a number of seconds, 0 to 86400, not " + listenSeconds);
    }
    if (apply == null && (yes || dryRun)) {
      throw FilterWords.usage(spec, "--yes and --dry-run need --apply and the name of a step");
    }
    if (apply != null && (form.json || form.html != null || form.xarf)) {
      throw FilterWords.usage(spec, "--apply does something; leave --json, --html and --xarf out");
    }
    if (attach.isNamed() && (diagnosis.isGiven() || !files.isEmpty())) {
      throw FilterWords.usage(
          spec,
          "--attach takes what a watch found, by its own roles and thresholds: leave --role,"
              + " --threshold and captures out");
    }
    if (!files.isEmpty() && (apply != null || netns != null)) {
      throw FilterWords.usage(
          spec, "a capture is diagnosed by itself: leave --apply and --netns out");
    }
  }

  private void show(final Evidence evidence) throws IOException {
    final Path page = form.html;
    if (form.json) {
      console.text().println(DiagnosisJson.of(evidence));
    } else if (form.xarf) {
      xarf(evidence).forEach(console.text()::println);
    } else if (page != null) {
      Files.writeString(page, DiagnosisHtml.of(evidence, ZoneId.systemDefault()));
      console.text().println("Written: " + page);
    } else {
      new DiagnosisText(
              console.text(),
              console.columns(),
              Ink.choose(noColor, console.terminal()),
              ZoneId.systemDefault())
          .print(evidence);
    }
  }

  private List<String> xarf(final Evidence evidence) {
    final String host = WatchCommand.host();
    final String mail = contact == null ? "root@" + host : contact;
    try {
      return Xarf.of(
          evidence.diagnosis(),
          new Xarf.Reporter(host, mail, mail.substring(mail.indexOf('@') + 1)),
          OwnAddress.of(trackerOptions.host()));
    } catch (final IllegalArgumentException e) {
      throw FilterWords.usage(spec, String.valueOf(e.getMessage()));
    }
  }

  private void apply(
      final Evidence evidence,
      final NetworkNamespace namespace,
      final ActionRunner runner,
      final String id)
      throws IOException {
    final Step step =
        evidence.steps().stream()
            .filter(one -> one.id().equals(id))
            .findFirst()
            .orElseThrow(() -> new IOException(noSuchStep(evidence, id)));
    final ActionTalk talk =
        new ActionTalk(
            runner,
            console.text(),
            Answers.typed(
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))));
    if (dryRun) {
      talk.plan(step, namespace);
      return;
    }
    final ActionRecord ignored = talk.run(step, namespace, yes);
  }

  private static String noSuchStep(final Evidence evidence, final String id) {
    final String doable =
        evidence.steps().stream()
            .filter(step -> step.action() != null)
            .map(Step::id)
            .collect(Collectors.joining(", "));
    return "as things are now there is no step %s (%s): %s"
        .formatted(
            id,
            PlainText.count(evidence.steps().size()) + " steps",
            doable.isEmpty()
                ? "Plimsoll has nothing to do by itself"
                : "what Plimsoll can do is " + doable);
  }
}
