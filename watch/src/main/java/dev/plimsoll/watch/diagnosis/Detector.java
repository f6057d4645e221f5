package dev.plimsoll.watch.diagnosis;

import java.util.List;

/** Looks for one sign. A pure function of the evidence; thread safe. */
public interface Detector {
  /** The sign that it looks for. */
  Card card();

  /** What it found, strongest first; empty if there is nothing. */
  List<Finding> detect(Evidence evidence);
}
