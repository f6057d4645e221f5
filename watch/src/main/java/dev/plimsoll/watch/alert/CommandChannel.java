package dev.plimsoll.watch.alert;

import java.util.List;

/** Runs a program on this machine, with the JSON that a webhook would get on its input. */
final class CommandChannel implements Channel {
  private final Receiver.Command receiver;

  CommandChannel(final Receiver.Command receiver) {
    this.receiver = receiver;
  }

  @Override
  public Outcome send(final List<Alert> alerts) throws InterruptedException {
    return ProgramRun.of(receiver.command(), AlertJson.message(alerts), receiver.timeout());
  }
}
