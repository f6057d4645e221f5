package dev.plimsoll.app.track;

import dev.plimsoll.watch.PlainText;
import java.util.List;

/** A simulation as one HTML file: the chart and the table, nothing fetched from elsewhere. */
public final class SimulationPage {
  private SimulationPage() {}

  /** The whole file. */
  public static String of(
      final CurveChart chart, final List<SimulatedCurve> curves, final long limit) {
    final StringBuilder rows = new StringBuilder();
    for (final SimulatedCurve simulated : curves) {
      rows.append("<tr><th scope=\"row\">").append(escaped(simulated.name())).append("</th>");
      cell(rows, PlainText.count(simulated.curve().most()));
      cell(rows, PlainText.count(simulated.last()));
      cell(rows, simulated.overText());
      cell(rows, PlainText.count(simulated.cutShort()));
      rows.append("</tr>\n");
    }
    return """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Sessions under other timeouts</title>
    <style>
    body { font: 16px/1.5 system-ui, sans-serif; color: #22303c; background: #fff;
      max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
    table { border-collapse: collapse; width: 100%%; }
    th, td { text-align: right; padding: .35rem .6rem; border-bottom: 1px solid #d8dee4; }
    th[scope=row], th:first-child { text-align: left; overflow-wrap: anywhere; }
    svg { width: 100%%; height: auto; }
    @media (prefers-color-scheme: dark) {
      :root { color-scheme: dark; }
      body { color: #d5dde5; background: #0f1720; }
      th, td { border-color: #2b3a48; }
    }
    </style>
    <h1>Sessions under other timeouts</h1>
    <p>The limit is %s sessions. A session was cut short if it had ended by its timeout and spoke
    again later.</p>
    %s
    <table>
    <thead><tr><th>Settings</th><th>Most</th><th>At the end</th><th>Over the limit</th>
    <th>Cut short</th></tr></thead>
    <tbody>
    %s</tbody>
    </table>
    </html>
    """
        .formatted(PlainText.count(limit), chart.svg(), rows);
  }

  private static void cell(final StringBuilder into, final String text) {
    into.append("<td>").append(escaped(text)).append("</td>");
  }

  private static String escaped(final String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
