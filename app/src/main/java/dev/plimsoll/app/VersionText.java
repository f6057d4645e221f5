package dev.plimsoll.app;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** The version as the build wrote it into the jar. */
final class VersionText implements IVersionProvider {
  /** The number alone. */
  static String number() {
    return Objects.requireNonNullElse(
        Main.class.getPackage().getImplementationVersion(), "(not packaged)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"plimsoll " + number()};
  }
}
