package dev.plimsoll.app;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version as the build wrote it into the jar. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    final @Nullable String version = Main.class.getPackage().getImplementationVersion();
    return new String[] {"plimsoll " + (version == null ? "(not packaged)" : version)};
  }
}
