package dev.plimsoll.app.action;

import dev.plimsoll.app.top.Json;
import dev.plimsoll.session.JsonWriter;
import dev.plimsoll.watch.diagnosis.Action;
import java.io.IOException;

/** An action as JSON, in the journal and in reports. */
public final class ActionJson {
  private ActionJson() {}

  /** Writes it as one object. */
  public static void write(final Action action, final JsonWriter json) {
    json.beginObject();
    switch (action) {
      case Action.DeleteSessions(final String filter) ->
          json.name("kind").value("delete_sessions").name("filter").value(filter);
      case Action.BlockRemote(final String address) ->
          json.name("kind").value("block_remote").name("address").value(address);
      case Action.BlockPort(final String protocol, final int port) -> {
        json.name("kind").value("block_port").name("protocol").value(protocol);
        json.name("port").value(port);
      }
      case Action.FreezeUnit(final String group) ->
          json.name("kind").value("freeze_unit").name("control_group").value(group);
      case Action.StopProcess(final long pid, final long startTicks) -> {
        json.name("kind").value("stop_process").name("pid").value(pid);
        json.name("start_ticks").value(startTicks);
      }
    }
    json.endObject();
  }

  /** Reads what {@link #write} wrote. */
  static Action read(final Json json) throws IOException {
    final String kind = json.at("kind").text();
    return switch (kind) {
      case "delete_sessions" -> new Action.DeleteSessions(json.at("filter").text());
      case "block_remote" -> new Action.BlockRemote(json.at("address").text());
      case "block_port" ->
          new Action.BlockPort(
              json.at("protocol").text(), Math.toIntExact(json.at("port").number()));
      case "freeze_unit" -> new Action.FreezeUnit(json.at("control_group").text());
      case "stop_process" ->
          new Action.StopProcess(json.at("pid").number(), json.at("start_ticks").number());
      default -> throw new IOException("the journal has an action of the kind \"" + kind + "\"");
    };
  }
}
