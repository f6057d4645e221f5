package dev.plimsoll.web;

import java.nio.file.Path;
import java.util.List;

/** Where the server's certificate and its private key are. */
public sealed interface Certificate {
  /**
   * Two PEM files, as ACME clients write them; they may be one.
   *
   * @param chain the server's certificate, and those that it stands on
   * @param key the private key, not encrypted: PKCS #8, PKCS #1 or SEC 1
   */
  record Pem(Path chain, Path key) implements Certificate {}

  /**
   * A PKCS #12 file with one private key.
   *
   * @param password the file that has the password in its first line
   */
  record Pkcs12(Path file, Path password) implements Certificate {}

  /**
   * One that the server makes itself and keeps, and makes anew a month before it ends. Browsers
   * warn of it once; compare the fingerprint then.
   *
   * @param folder where it is kept, in a file that only the owner can read
   * @param names the host's names and addresses
   */
  record SelfSigned(Path folder, List<String> names) implements Certificate {
    /** The file in the folder. */
    public static final String FILE = "tls.pem";

    public SelfSigned {
      names = List.copyOf(names);
    }
  }
}
