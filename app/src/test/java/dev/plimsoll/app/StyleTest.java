package dev.plimsoll.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What the formatter and the compiler do not see: the length of files and methods. */
final class StyleTest {
  private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
  private static final int FILE_LINES = 500;
  private static final int METHOD_LINES = 70;

  @Test
  void noFileIsTooLong() throws IOException {
    final List<String> tooLong = new ArrayList<>();
    for (final Path file : sources("src")) {
      try (Stream<String> lines = Files.lines(file)) {
        final long count = lines.count();
        if (count > FILE_LINES) {
          tooLong.add(ROOT.relativize(file) + ": " + count + " lines");
        }
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noMethodIsTooLong() throws IOException {
    final List<String> tooLong = new ArrayList<>();
    final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      final JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources("src")));
      final SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (final CompilationUnitTree unit : task.parse()) {
        collectLongMethods(unit, positions, tooLong);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static void collectLongMethods(
      final CompilationUnitTree unit, final SourcePositions positions, final List<String> tooLong) {
    final LineMap lines = unit.getLineMap();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitMethod(final MethodTree method, final Void nothing) {
        // The body alone: a table of test cases may stand in an annotation before it.
        final BlockTree body = method.getBody();
        if (body == null) {
          return super.visitMethod(method, null);
        }
        final long first = lines.getLineNumber(positions.getStartPosition(unit, body));
        final long last = lines.getLineNumber(positions.getEndPosition(unit, body));
        if (last - first + 1 > METHOD_LINES) {
          final Path file = ROOT.relativize(Path.of(unit.getSourceFile().toUri()));
          tooLong.add(file + ":" + first + ": " + method.getName() + ", " + (last - first + 1));
        }
        return super.visitMethod(method, null);
      }
    }.scan(unit, null);
  }

  @Test
  void everyPackageSaysWhatLivesThereAndIsNullMarked() throws IOException {
    final Set<Path> packages = new TreeSet<>();
    for (final Path file : sources("src/main/java")) {
      packages.add(file.getParent());
    }
    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(folder ->
            assertThat(folder.resolve("package-info.java"))
                .content()
                .startsWith("/**")
                .contains("@NullMarked"));
  }

  private static List<Path> sources(final String below) throws IOException {
    final List<Path> found = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      for (final Path module : modules.filter(m -> Files.exists(m.resolve("pom.xml"))).toList()) {
        final Path folder = module.resolve(below);
        if (Files.isDirectory(folder)) {
          try (Stream<Path> files = Files.walk(folder)) {
            found.addAll(files.filter(file -> file.toString().endsWith(".java")).toList());
          }
        }
      }
    }
    assertThat(found).isNotEmpty();
    return found;
  }
}
