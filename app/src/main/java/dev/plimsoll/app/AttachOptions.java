package dev.plimsoll.app;

import dev.plimsoll.app.top.Top.Attachment;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Whether a running watch is asked, which has watched for longer than a command can, and which. */
final class AttachOptions {
  private static final String USUAL = "http://127.0.0.1:7171";

  @Spec(Target.MIXEE)
  private @Nullable CommandSpec command;

  @ArgGroup private @Nullable Watch watch;

  /** One of the two. */
  private static final class Watch {
    @Option(
        names = "--attach",
        paramLabel = "URL",
        description =
            "Ask the watch at this address, which has watched for longer. Its token, if it wants"
                + " one, is taken from PLIMSOLL_TOKEN. Default: the one on this machine, if it"
                + " runs ("
                + USUAL
                + ").")
    private @Nullable URI address;

    @Option(names = "--alone", description = "Ask no watch.")
    private boolean alone;
  }

  /** Whether a watch was named that must answer. */
  boolean isNamed() {
    return watch != null && !watch.alone;
  }

  /** Which watch is asked. */
  Attachment attachment() {
    final String token = System.getenv("PLIMSOLL_TOKEN");
    if (watch == null) {
      return new Attachment.IfThere(URI.create(USUAL), token);
    }
    final URI address = watch.address;
    if (watch.alone || address == null) {
      return new Attachment.Alone();
    }
    if (address.getAuthority() == null || !String.valueOf(address.getScheme()).startsWith("http")) {
      throw FilterWords.usage(
          command, "--attach is an address such as " + USUAL + ", not " + address);
    }
    return new Attachment.To(address, token);
  }
}
