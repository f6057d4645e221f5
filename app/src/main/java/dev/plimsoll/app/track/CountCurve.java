package dev.plimsoll.app.track;

import dev.plimsoll.engine.CountListener;
import java.util.ArrayList;
import java.util.List;

/**
 * The number of sessions over the time of a capture, in at most {@value #MOST_POINTS} steps: when
 * there are more, two are made one. So it fits a second and a year alike.
 */
public final class CountCurve implements CountListener {
  static final int MOST_POINTS = 2_000;

  /**
   * One step.
   *
   * @param timeMillis its end, in milliseconds since 1970
   * @param sessions how many there were at its end
   * @param most how many there were at most in it
   */
  public record Point(long timeMillis, int sessions, int most) {}

  private final List<Point> points = new ArrayList<>();
  private int perStep = 1;
  private int inStep;
  private int most;
  private int mostOfAll;
  private long mostAtMillis;

  @Override
  public void count(final long timeMillis, final int sessions, final int mostSince) {
    most = Math.max(most, mostSince);
    if (mostSince > mostOfAll) {
      mostOfAll = mostSince;
      mostAtMillis = timeMillis;
    }
    if (++inStep == perStep) {
      points.add(new Point(timeMillis, sessions, most));
      inStep = 0;
      most = 0;
      if (points.size() > MOST_POINTS) {
        halve();
      }
    }
  }

  private void halve() {
    final List<Point> pairs = new ArrayList<>(MOST_POINTS);
    for (int i = 0; i + 1 < points.size(); i += 2) {
      final Point second = points.get(i + 1);
      final int ofBoth = Math.max(points.get(i).most(), second.most());
      pairs.add(new Point(second.timeMillis(), second.sessions(), ofBoth));
    }
    if (points.size() % 2 == 1) {
      // The odd one is the first half of a step that goes on.
      most = points.getLast().most();
      inStep = perStep;
    }
    points.clear();
    points.addAll(pairs);
    perStep *= 2;
  }

  /** The steps, in their order. */
  public List<Point> points() {
    return List.copyOf(points);
  }

  /** The most sessions at any time. */
  public int most() {
    return mostOfAll;
  }

  /** The end of the interval in which they were that many, in milliseconds since 1970. */
  public long mostAtMillis() {
    return mostAtMillis;
  }
}
