package dev.plimsoll.watch.alert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** TLS that trusts the certificates in a file, and no others. */
public final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * Reads certificates in PEM.
   *
   * @throws IOException if there are none; the message says why
   */
  public static SSLContext in(final Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      final KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
      trusted.load(null, null);
      for (final Certificate certificate :
          CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        trusted.setCertificateEntry("certificate-" + trusted.size(), certificate);
      }
      if (trusted.size() == 0) {
        throw new IOException(file + " holds no certificate");
      }
      final TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      final SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (final NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    } catch (final GeneralSecurityException e) {
      throw new IOException(
          "%s holds no certificates in PEM: %s".formatted(file, e.getMessage()), e);
    }
  }
}
