package dev.plimsoll.web;

import dev.plimsoll.session.IpAddress;
import java.io.IOException;
import java.io.Writer;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** An identity that nobody else vouches for, made at the first start and kept. */
final class SelfSignedIdentity {
  // The longest that Apple's systems accept.
  private static final Duration LASTS = Duration.ofDays(825);
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);
  private static final String ONLY_THE_OWNER = "rw-------";

  private SelfSignedIdentity() {}

  /** Reads the kept one, or makes one where there is none or it ends soon. */
  static TlsIdentity keptIn(final Certificate.SelfSigned wanted) throws IOException {
    final Path file = wanted.folder().resolve(Certificate.SelfSigned.FILE);
    if (Files.exists(file)) {
      final TlsIdentity kept = TlsIdentity.pem(file, file);
      final Instant end = kept.chain().getFirst().getNotAfter().toInstant();
      if (end.minus(RENEWED_BEFORE).isAfter(Instant.now())) {
        return kept;
      }
    }
    final TlsIdentity made = make(wanted.names());
    write(made, file);
    return made;
  }

  private static TlsIdentity make(final List<String> names) throws IOException {
    try {
      final KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      final KeyPair pair = generator.generateKeyPair();
      final Instant now = Instant.now();
      final X500Name subject = new X500Name("CN=Plimsoll");
      final X509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              subject,
              new BigInteger(127, new SecureRandom()).setBit(126),
              // A client whose clock is a little behind is to accept it too.
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(LASTS)),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
      builder.addExtension(
          Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
      builder.addExtension(Extension.subjectAlternativeName, false, namesOf(names));
      final X509Certificate certificate =
          new JcaX509CertificateConverter()
              .getCertificate(
                  builder.build(
                      new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
      return new TlsIdentity(pair.getPrivate(), List.of(certificate));
    } catch (final GeneralSecurityException | OperatorCreationException e) {
      throw new IOException("a certificate cannot be made: " + e.getMessage(), e);
    }
  }

  private static GeneralNames namesOf(final List<String> names) {
    return new GeneralNames(
        names.stream()
            .map(name ->
                new GeneralName(
                    IpAddress.parse(name) == null ? GeneralName.dNSName : GeneralName.iPAddress,
                    name))
            .toArray(GeneralName[]::new));
  }

  // In one file, and at once: a power loss leaves the old one or the new one, never halves of both.
  private static void write(final TlsIdentity identity, final Path file) throws IOException {
    final Path folder = file.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    final Path beside =
        Files.createTempFile(
            folder,
            Certificate.SelfSigned.FILE,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(ONLY_THE_OWNER)));
    try (Writer writer = Files.newBufferedWriter(beside);
        JcaPEMWriter pem = new JcaPEMWriter(writer)) {
      pem.writeObject(new JcaPKCS8Generator(identity.key(), null));
      pem.writeObject(identity.chain().getFirst());
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
