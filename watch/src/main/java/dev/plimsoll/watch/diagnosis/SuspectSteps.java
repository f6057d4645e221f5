package dev.plimsoll.watch.diagnosis;

import static dev.plimsoll.watch.PlainText.count;

import dev.plimsoll.watch.diagnosis.ThisHost.ProcessPlace;
import dev.plimsoll.watch.diagnosis.ThisHost.ScheduleLine;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Steps about one process that owns sessions: see it, stop it, and stop what starts it again. */
final class SuspectSteps {
  private static final int NAME = 40;
  private static final Pattern CONTAINER =
      Pattern.compile("(docker|podman) ([0-9a-f]{6,64}).*?(?:\\(([A-Za-z0-9_.-]{1,128})\\))?");

  private final Suspect suspect;
  private final @Nullable ProcessPlace place;
  private final StepList steps;
  private final String proc;

  SuspectSteps(final Suspect suspect, final ThisHost host, final StepList steps) {
    this.suspect = suspect;
    place = host.processes().get(suspect.pid());
    this.steps = steps;
    proc = "/proc/" + suspect.pid();
  }

  /** Name, number and who runs it, as it may be shown. */
  private String who() {
    return "process %d (%s) of user %s"
        .formatted(
            suspect.pid(),
            HarmlessText.of(suspect.name(), NAME),
            HarmlessText.of(suspect.user(), NAME));
  }

  private String reason() {
    final String signs =
        suspect.signs().stream().map(HostSign::words).collect(Collectors.joining("; "));
    final String owns = "It owns %s of the sessions".formatted(count(suspect.sessions()));
    return signs.isEmpty() ? owns + "." : owns + "; " + signs + ".";
  }

  /** Saves what is gone when the process is. */
  List<String> evidence(final String folder) {
    final String to = folder + "/" + suspect.pid();
    return List.of(
        "cp %s/exe %s.exe".formatted(proc, to),
        "tr '\\0' ' ' <%s/cmdline >%s.cmdline".formatted(proc, to),
        "tr '\\0' '\\n' <%s/environ >%s.environ".formatted(proc, to),
        "ls -l %s/fd %s/cwd >%s.files".formatted(proc, proc, to));
  }

  void look() {
    final List<String> commands =
        new ArrayList<>(
            List.of(
                "ls -l %s/exe %s/cwd %s/fd".formatted(proc, proc, proc),
                "tr '\\0' ' ' <%s/cmdline; echo".formatted(proc),
                "sha256sum %s/exe".formatted(proc)));
    if (!suspect.executable().isEmpty()) {
      commands.add("ls -l -- " + ShellWord.of(programFile()));
    }
    if (suspect.unit() != null) {
      commands.add("systemctl status -- " + ShellWord.of(suspect.unit()));
    }
    steps.add(
        "look-at-process-" + suspect.pid(),
        "Look at " + who(),
        reason(),
        commands,
        "Nothing: it only looks.",
        "");
  }

  // The kernel's own mark of a file that is gone is no part of its name.
  private String programFile() {
    return suspect.executable().replaceFirst(" \\(deleted\\)$", "");
  }

  void stop() {
    final String controlGroup = place == null ? null : place.controlGroup();
    if (controlGroup != null) {
      final String name = suspect.unit() == null ? controlGroup : suspect.unit();
      steps.add(
          "freeze-" + name.replaceFirst("^/", ""),
          "Freeze %s with all its processes".formatted(HarmlessText.of(name, 80)),
          "%s is in it. Frozen, it can neither act nor start itself anew, and can still be looked at."
              .formatted(capital(who())),
          List.of(freezeCommand("freeze", controlGroup, 1)),
          "Everything in %s stands still, also what is innocent there: a service that is in it answers no more."
              .formatted(HarmlessText.of(controlGroup, 120)),
          freezeCommand("thaw", controlGroup, 0),
          new Action.FreezeUnit(controlGroup));
    }
    if (place != null) {
      steps.add(
          "stop-process-" + suspect.pid(),
          "Stop %s where it is".formatted(who()),
          reason(),
          List.of("kill -STOP %d".formatted(suspect.pid())),
          "This one process stands still. It keeps its memory and its connections, which time out.",
          "kill -CONT %d".formatted(suspect.pid()),
          new Action.StopProcess(suspect.pid(), place.startTicks()));
    }
  }

  // systemd knows where its units' groups lie; without a unit the usual place is named.
  private String freezeCommand(final String verb, final String controlGroup, final int value) {
    return suspect.unit() == null
        ? "echo %d >%s"
            .formatted(value, ShellWord.of("/sys/fs/cgroup" + controlGroup + "/cgroup.freeze"))
        : "systemctl %s -- %s".formatted(verb, ShellWord.of(suspect.unit()));
  }

  void stopWhatStartsIt() {
    if (place != null) {
      place.schedule().forEach(this::disable);
    }
    if (suspect.unit() != null) {
      final String unit = ShellWord.of(suspect.unit());
      steps.add(
          "disable-" + suspect.unit(),
          "Keep %s from starting again".formatted(HarmlessText.of(suspect.unit(), 80)),
          "%s belongs to this unit, and systemd starts what ends.".formatted(capital(who())),
          List.of(
              "systemctl cat -- " + unit,
              "systemctl list-timers --all",
              "systemctl disable --now -- " + unit),
          "The unit ends, and does not start at the next boot. Do this only if the unit itself does not"
              + " belong here; a web server that was broken into is to be mended instead.",
          "systemctl enable --now -- " + unit);
    }
    addContainer();
    addEnd();
  }

  private void addContainer() {
    final Matcher container =
        CONTAINER.matcher(suspect.container() == null ? "" : suspect.container());
    if (container.matches()) {
      final String id = container.group(3) == null ? container.group(2) : container.group(3);
      final String tool = container.group(1);
      steps.add(
          "pause-container-" + id,
          "Pause the container " + id,
          "%s runs in it.".formatted(capital(who())),
          List.of(
              "%s diff %s".formatted(tool, id),
              "%s logs --tail 200 %s".formatted(tool, id),
              "%s pause %s".formatted(tool, id)),
          "All processes of the container stand still; it can be looked at and exported.",
          "%s unpause %s".formatted(tool, id));
    }
  }

  private void disable(final ScheduleLine line) {
    final String file = ShellWord.of(line.file());
    steps.add(
        "disable-cron-%s-%d".formatted(line.file().replaceFirst("^/", ""), line.number()),
        "Keep cron from starting %s again".formatted(HarmlessText.of(suspect.name(), NAME)),
        "Line %d of %s names its program: \"%s\"."
            .formatted(
                line.number(), HarmlessText.of(line.file()), HarmlessText.of(line.text(), 200)),
        List.of(
            "sed -n %dp -- %s".formatted(line.number(), file),
            "sed -i '%ds/^/#plimsoll /' -- %s".formatted(line.number(), file)),
        "The line becomes a comment.",
        "sed -i '%ds/^#plimsoll //' -- %s".formatted(line.number(), file));
  }

  private void addEnd() {
    final long group = place == null ? 0 : place.group();
    final boolean hasGroup = group > 1;
    steps.add(
        "end-process-" + suspect.pid(),
        "End %s%s".formatted(who(), hasGroup ? " with its process group" : ""),
        "Last, when its program file is saved and nothing starts it again.",
        List.of(
            hasGroup
                ? "kill -KILL -- -%d".formatted(group)
                : "kill -KILL %d".formatted(suspect.pid())),
        "It is gone with what it had in memory. Groups of processes that restart each other have to end"
            + " together.",
        "");
  }

  private static String capital(final String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
