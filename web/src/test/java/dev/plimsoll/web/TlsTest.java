package dev.plimsoll.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir Path folder;

  private Certificate selfSigned() {
    return new Certificate.SelfSigned(folder, List.of("localhost", "127.0.0.1", "::1"));
  }

  @Test
  void theFirstStartMakesACertificateThatIsKept() throws Exception {
    final String fingerprint;
    try (Served served = serve(selfSigned())) {
      fingerprint = served.server.fingerprint();
      assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
    }
    assertThat(fingerprint).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
    final Path file = folder.resolve(Certificate.SelfSigned.FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");

    try (Served again = serve(selfSigned())) {
      assertThat(again.server.fingerprint()).isEqualTo(fingerprint);
    }
    assertThat(folder.toFile().list()).containsExactly(Certificate.SelfSigned.FILE);
  }

  @Test
  void theCookieIsForTlsOnly() throws Exception {
    final Token token = Token.create();
    final Certificate certificate = selfSigned();
    try (Served served = Served.with(token.hash(), certificate, 5, trusting(certificate))) {
      final HttpResponse<String> response =
          served.post(
              "/login",
              "{\"token\":\"" + token.text() + "\"}",
              "Content-Type",
              "application/json",
              "Origin",
              "https://localhost:" + served.port());

      assertThat(response.headers().firstValue("Set-Cookie").orElseThrow())
          .startsWith("__Host-plimsoll=")
          .endsWith("; HttpOnly; SameSite=Strict; Secure");
    }
  }

  @Test
  void oldProtocolsAreRefused() throws Exception {
    try (Served served = serve(selfSigned());
        SSLSocket socket = tls(served)) {
      socket.setEnabledProtocols(new String[] {"TLSv1.1"});

      assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void handshakesThatAreNeverFinishedHoldNobodyUp() throws Exception {
    final List<Socket> slow = new ArrayList<>();
    try (Served served = serve(selfSigned())) {
      for (int i = 0; i < 200; i++) {
        final Socket socket = served.socket();
        slow.add(socket);
        final OutputStream out = socket.getOutputStream();
        // The beginning of a client's hello: 512 bytes are promised, 3 are sent.
        out.write(new byte[] {22, 3, 1, 2, 0, 1, 0, 1});
      }

      assertThat(served.get("/healthz").statusCode()).isEqualTo(200);

      for (final Socket socket : slow) {
        assertThat(Served.readAll(socket.getInputStream())).as("it is cut off").isNotNull();
      }
    } finally {
      for (final Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aGivenCertificateInPemAndInPkcs12IsServed() throws Exception {
    final TlsIdentity identity = TlsIdentity.of(selfSigned());
    final Path pem = folder.resolve(Certificate.SelfSigned.FILE);
    final Path store = folder.resolve("tls.p12");
    final Path password = Files.writeString(folder.resolve("password"), "secret\n");
    final KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, null);
    keys.setKeyEntry(
        "any",
        identity.key(),
        "secret".toCharArray(),
        identity.chain().toArray(X509Certificate[]::new));
    try (OutputStream out = Files.newOutputStream(store)) {
      keys.store(out, "secret".toCharArray());
    }

    for (final Certificate given :
        List.of(new Certificate.Pem(pem, pem), new Certificate.Pkcs12(store, password))) {
      try (Served served = serve(given)) {
        assertThat(served.server.fingerprint()).isEqualTo(identity.fingerprint());
        assertThat(served.get("/healthz").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void whatIsWrongWithACertificateIsSaid() throws Exception {
    final Path missing = folder.resolve("missing.pem");
    final Path empty = Files.writeString(folder.resolve("empty.pem"), "nothing\n");
    TlsIdentity.of(selfSigned());
    final Path own = folder.resolve(Certificate.SelfSigned.FILE);
    final Path otherFolder = Files.createDirectory(folder.resolve("other"));
    TlsIdentity.of(new Certificate.SelfSigned(otherFolder, List.of("localhost")));
    final Path other = otherFolder.resolve(Certificate.SelfSigned.FILE);

    assertWrong(new Certificate.Pem(missing, own), missing + " does not exist");
    assertWrong(new Certificate.Pem(empty, own), empty + " has no certificate");
    assertWrong(new Certificate.Pem(own, empty), empty + " has no private key");
    assertWrong(new Certificate.Pem(own, other), "does not fit the certificate");
    assertWrong(new Certificate.Pkcs12(own, empty), own + " cannot be read as PKCS #12");
  }

  @Test
  void namesOfAddressesAreNotLookedUp() throws Exception {
    final InetAddress address = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});

    assertThat(address.getHostName()).isEqualTo("127.0.0.1");
    assertThat(InetAddress.getByName("localhost").isLoopbackAddress()).isTrue();
  }

  private static void assertWrong(final Certificate certificate, final String message) {
    assertThatThrownBy(() -> TlsIdentity.of(certificate))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(message);
  }

  private static Served serve(final Certificate certificate) throws Exception {
    return Served.with(null, certificate, 5, trusting(certificate));
  }

  private static SSLSocket tls(final Served served) throws Exception {
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    return (SSLSocket)
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), served.port());
  }

  private static HttpClient trusting(final Certificate certificate)
      throws IOException, GeneralSecurityException {
    final KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", TlsIdentity.of(certificate).chain().getFirst());
    final TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    final SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void keysOfAllUsualFormsAreRead() throws Exception {
    for (final String[] form :
        new String[][] {
          {"rsa", "RSA", "8"}, {"ec", "EC", "8"}, {"ec-sec1", "EC", ""}, {"rsa-pkcs1", "RSA", ""}
        }) {
      final Path file = folder.resolve(form[0] + ".pem");
      final KeyPairGenerator generator = KeyPairGenerator.getInstance(form[1]);
      generator.initialize(form[1].equals("RSA") ? 2048 : 256);
      final KeyPair pair = generator.generateKeyPair();
      try (JcaPEMWriter pem = new JcaPEMWriter(Files.newBufferedWriter(file))) {
        pem.writeObject(
            form[2].equals("8") ? new JcaPKCS8Generator(pair.getPrivate(), null) : pair);
        pem.writeObject(certificateOf(pair));
      }

      assertThat(TlsIdentity.pem(file, file).key()).as(form[0]).isEqualTo(pair.getPrivate());
    }
  }

  private static X509Certificate certificateOf(final KeyPair pair) throws Exception {
    final X500Name name = new X500Name("CN=test");
    final Instant now = Instant.now();
    return new JcaX509CertificateConverter()
        .getCertificate(
            new JcaX509v3CertificateBuilder(
                    name,
                    BigInteger.ONE,
                    Date.from(now),
                    Date.from(now.plusSeconds(3600)),
                    name,
                    pair.getPublic())
                .build(
                    new JcaContentSignerBuilder(
                            pair.getPublic().getAlgorithm().equals("RSA")
                                ? "SHA256withRSA"
                                : "SHA256withECDSA")
                        .build(pair.getPrivate())));
  }
}
