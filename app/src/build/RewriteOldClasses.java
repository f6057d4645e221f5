import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Rewrites a jar's classes to class file version 52. The JDK's AOT cache leaves out classes older
 * than version 50, and picocli's are 49: without this a command starts 30 % more slowly. What older
 * classes lack are the stack maps that the verifier needs since then; they are computed here.
 *
 * <p>Run by the build: {@code java RewriteOldClasses.java JAR}.
 */
final class RewriteOldClasses {
  private static final int OLDEST = 52;

  private RewriteOldClasses() {}

  public static void main(final String[] args) throws IOException {
    final Path jar = Path.of(args[0]);
    final Map<String, byte[]> files = read(jar);
    final ClassFile classFile = classFile(files);
    final Path rewritten = jar.resolveSibling(jar.getFileName() + ".new");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(rewritten))) {
      for (final Map.Entry<String, byte[]> file : files.entrySet()) {
        final ZipEntry entry = new ZipEntry(file.getKey());
        // The same bytes from each build.
        entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(
            file.getKey().endsWith(".class") ? rewrite(classFile, file.getValue()) : file.getValue());
      }
    }
    Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
  }

  private static Map<String, byte[]> read(final Path jar) throws IOException {
    final Map<String, byte[]> files = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        if (!entry.isDirectory()) {
          files.put(entry.getName(), in.readAllBytes());
        }
      }
    }
    return files;
  }

  // Stack maps need to know what extends what: the jar's own classes first, then the JDK's.
  private static ClassFile classFile(final Map<String, byte[]> files) {
    final ClassHierarchyResolver own =
        ClassHierarchyResolver.ofResourceParsing(
            type -> {
              final String descriptor = type.descriptorString();
              final byte[] bytes =
                  files.get(descriptor.substring(1, descriptor.length() - 1) + ".class");
              return bytes == null ? null : new ByteArrayInputStream(bytes);
            });
    return ClassFile.of(
        StackMapsOption.GENERATE_STACK_MAPS,
        ClassHierarchyResolverOption.of(own.orElse(ClassHierarchyResolver.defaultResolver())));
  }

  private static byte[] rewrite(final ClassFile classFile, final byte[] bytes) {
    final ClassModel model = classFile.parse(bytes);
    if (model.majorVersion() >= OLDEST) {
      return bytes;
    }
    final ClassTransform rebuiltMethods =
        ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL);
    return classFile.transformClass(
        model,
        rebuiltMethods.andThen(
            (builder, element) -> {
              if (element instanceof ClassFileVersion) {
                builder.withVersion(OLDEST, 0);
              } else {
                builder.with(element);
              }
            }));
  }
}
