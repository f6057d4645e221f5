package dev.plimsoll.lab.play;

import java.util.List;
import java.util.stream.Stream;

/** All scenes: of each sign that traffic can show, and of its harmless twins. */
public final class LabelledSet {
  public static final List<Scene> ALL =
      Stream.of(
              OutwardScenes.all(),
              InwardScenes.all(),
              CrowdedScenes.all(),
              HarmlessScenes.all(),
              VisitedScenes.all(),
              MixedScenes.all())
          .flatMap(List::stream)
          .toList();

  private LabelledSet() {}
}
