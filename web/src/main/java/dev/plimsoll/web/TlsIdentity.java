package dev.plimsoll.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.jspecify.annotations.Nullable;

/**
 * What the server proves itself with: a private key and the certificates that vouch for it.
 *
 * @param key the private key
 * @param chain the server's certificate first
 */
record TlsIdentity(PrivateKey key, List<X509Certificate> chain) {
  private static final char[] NO_PASSWORD = new char[0];

  TlsIdentity {
    chain = List.copyOf(chain);
  }

  /**
   * Reads an identity, or makes it where it is to be made.
   *
   * @throws IOException if that does not go; the message names the file and says why
   */
  static TlsIdentity of(final Certificate certificate) throws IOException {
    return switch (certificate) {
      case Certificate.Pem(final Path chain, final Path key) -> pem(chain, key);
      case Certificate.Pkcs12(final Path file, final Path password) -> pkcs12(file, password);
      case Certificate.SelfSigned selfSigned -> SelfSignedIdentity.keptIn(selfSigned);
    };
  }

  /** Reads PEM files, which may be one and the same. */
  static TlsIdentity pem(final Path chainFile, final Path keyFile) throws IOException {
    final List<X509Certificate> chain = new ArrayList<>();
    for (final Object each : pemObjects(chainFile)) {
      if (each instanceof final X509CertificateHolder holder) {
        chain.add(certificate(holder, chainFile));
      }
    }
    if (chain.isEmpty()) {
      throw new IOException(chainFile + " has no certificate in PEM form");
    }
    for (final Object each : pemObjects(keyFile)) {
      final PrivateKey key = key(each, chain.getFirst().getPublicKey(), keyFile);
      if (key != null) {
        return checked(new TlsIdentity(key, chain), keyFile);
      }
    }
    throw new IOException(
        keyFile + " has no private key in PEM form that can be read without a password");
  }

  private static List<Object> pemObjects(final Path file) throws IOException {
    final List<Object> objects = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file);
        PEMParser parser = new PEMParser(reader)) {
      for (Object each = parser.readObject(); each != null; each = parser.readObject()) {
        objects.add(each);
      }
    } catch (final NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (final IOException e) {
      throw new IOException(file + " cannot be read as PEM: " + e.getMessage(), e);
    }
    return objects;
  }

  private static X509Certificate certificate(final X509CertificateHolder holder, final Path file)
      throws IOException {
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (final GeneralSecurityException e) {
      throw new IOException(file + " has a certificate that cannot be read", e);
    }
  }

  // Of what kind the key is, and on which curve, the certificate says: not every file does.
  private static @Nullable PrivateKey key(
      final Object each, final PublicKey certified, final Path file) throws IOException {
    final PrivateKeyInfo info =
        switch (each) {
          case PEMKeyPair pair -> pair.getPrivateKeyInfo();
          case PrivateKeyInfo alone -> alone;
          default -> null;
        };
    if (info == null) {
      return null;
    }
    final PrivateKeyInfo whole =
        new PrivateKeyInfo(
            SubjectPublicKeyInfo.getInstance(certified.getEncoded()).getAlgorithm(),
            info.parsePrivateKey());
    try {
      return KeyFactory.getInstance(certified.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(whole.getEncoded()));
    } catch (final GeneralSecurityException e) {
      throw new IOException(
          "the private key in " + file + " does not fit the certificate: it is of another kind", e);
    }
  }

  private static TlsIdentity pkcs12(final Path file, final Path passwordFile) throws IOException {
    final char[] password = firstLine(passwordFile).toCharArray();
    TlsIdentity found = null;
    try (InputStream in = Files.newInputStream(file)) {
      final KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      for (final String alias : Collections.list(store.aliases())) {
        if (store.getKey(alias, password) instanceof final PrivateKey key) {
          final List<X509Certificate> chain = new ArrayList<>();
          for (final var each : store.getCertificateChain(alias)) {
            chain.add((X509Certificate) each);
          }
          found = new TlsIdentity(key, chain);
        }
      }
    } catch (final NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    } catch (final IOException | GeneralSecurityException e) {
      throw new IOException(
          "%s cannot be read as PKCS #12 with the password in %s: %s"
              .formatted(file, passwordFile, e.getMessage()),
          e);
    }
    if (found == null) {
      throw new IOException(file + " has no private key");
    }
    return checked(found, file);
  }

  private static String firstLine(final Path file) throws IOException {
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("");
    } catch (final NoSuchFileException e) {
      throw new IOException(file + " does not exist", e);
    }
  }

  private static TlsIdentity checked(final TlsIdentity identity, final Path keyFile)
      throws IOException {
    if (!identity.keyFits()) {
      throw new IOException("the private key in " + keyFile + " does not fit the certificate");
    }
    return identity;
  }

  // A handshake would fail with a message that nobody understands.
  private boolean keyFits() throws IOException {
    final String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    try {
      final byte[] text = algorithm.getBytes(US_ASCII);
      final Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      final byte[] signed = signature.sign();
      signature.initVerify(chain.getFirst().getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (final InvalidKeyException | SignatureException e) {
      return false;
    } catch (final GeneralSecurityException e) {
      throw new IOException("keys of the kind " + key.getAlgorithm() + " cannot be used", e);
    }
  }

  /** The SHA-256 digest of the certificate, as browsers show it: {@code AB:CD:…}. */
  String fingerprint() {
    try {
      return HexFormat.ofDelimiter(":")
          .withUpperCase()
          .formatHex(Sha256.of(chain.getFirst().getEncoded()));
    } catch (final GeneralSecurityException e) {
      throw new IllegalStateException("a certificate that was read cannot be written", e);
    }
  }

  SSLContext context() throws IOException {
    try {
      final KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, NO_PASSWORD);
      store.setKeyEntry("plimsoll", key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
      final KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      final SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (final GeneralSecurityException e) {
      throw new IOException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }
}
