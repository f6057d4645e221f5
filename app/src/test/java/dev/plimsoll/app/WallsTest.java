package dev.plimsoll.app;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.util.Set;

/** The walls between the modules, as ARCHITECTURE.md draws them. */
@AnalyzeClasses(
    packages = "dev.plimsoll",
    importOptions = {ImportOption.DoNotIncludeTests.class, WallsTest.NoTestJars.class})
final class WallsTest {
  /** Tests shared between modules lie in a jar of their own. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(final Location location) {
      return !location.contains("-tests.jar");
    }
  }

  private static final Set<String> JAVA_BASE = Object.class.getModule().getPackages();

  private static final DescribedPredicate<JavaClass> JAVA_BASE_AND_ANNOTATIONS =
      describe(
              "java.base or JSpecify",
              (final JavaClass type) ->
                  type.isPrimitive() || JAVA_BASE.contains(type.getPackageName()))
          .or(resideInAnyPackage("org.jspecify.annotations"));

  @ArchTest static final ArchRule sessionDependsOnNothing = module("session");

  @ArchTest static final ArchRule kernelDependsOnSession = module("kernel", "session");

  // History and alerts stand on well-kept libraries; the judgement itself on nothing.
  @ArchTest
  static final ArchRule judgementDependsOnSession =
      classes()
          .that()
          .resideInAPackage("dev.plimsoll.watch")
          .should()
          .onlyDependOnClassesThat(
              JAVA_BASE_AND_ANNOTATIONS.or(
                  resideInAnyPackage("dev.plimsoll.watch", "dev.plimsoll.session..")));

  @ArchTest
  static final ArchRule watchKnowsNoKernelAndNoPage = walls("watch", "kernel", "web", "app");

  @ArchTest static final ArchRule webKnowsNoKernel = walls("web", "kernel", "lab", "app");

  @ArchTest static final ArchRule labKnowsNoPageAndNoCommands = walls("lab", "web", "app");

  // Only the reading of compressed captures stands on a library.
  @ArchTest
  static final ArchRule trackingDependsOnSession =
      classes()
          .that()
          .resideInAnyPackage("dev.plimsoll.engine", "dev.plimsoll.engine.helper..")
          .should()
          .onlyDependOnClassesThat(
              JAVA_BASE_AND_ANNOTATIONS.or(
                  resideInAnyPackage(
                      "dev.plimsoll.engine",
                      "dev.plimsoll.engine.helper..",
                      "dev.plimsoll.session..")));

  @ArchTest
  static final ArchRule engineKnowsPacketsOnly =
      walls("engine", "kernel", "watch", "web", "lab", "app");

  @ArchTest
  static final ArchRule modulesAreFreeOfCycles =
      slices().matching("dev.plimsoll.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule sessionDoesNoInputOrOutput =
      noClasses()
          .that()
          .resideInAPackage("dev.plimsoll.session..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "java.nio.file..", "java.nio.channels..");

  @ArchTest
  static final ArchRule onlyKernelCallsNativeCode =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.plimsoll.kernel..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Linker.class, SymbolLookup.class, FunctionDescriptor.class)
          .orShould()
          .callMethod(System.class, "load", String.class)
          .orShould()
          .callMethod(System.class, "loadLibrary", String.class);

  @ArchTest
  static final ArchRule kernelKeepsNativeMemoryToItself =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("dev.plimsoll.kernel..")
          .and()
          .areDeclaredInClassesThat()
          .arePublic()
          .should()
          .notHaveRawReturnType(resideInAnyPackage("java.lang.foreign", "java.lang.invoke"))
          .andShould()
          .notHaveRawParameterTypes(
              describe(
                  "of native memory",
                  types ->
                      types.stream()
                          .anyMatch(resideInAnyPackage("java.lang.foreign", "java.lang.invoke"))));

  @ArchTest
  static final ArchRule commandsAreInApp =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.plimsoll.app..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("picocli..");

  private static ArchRule walls(final String name, final String... mayNotUse) {
    final String[] packages = new String[mayNotUse.length];
    for (int i = 0; i < mayNotUse.length; i++) {
      packages[i] = "dev.plimsoll." + mayNotUse[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage("dev.plimsoll." + name + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  private static ArchRule module(final String name, final String... mayUse) {
    DescribedPredicate<JavaClass> allowed =
        JAVA_BASE_AND_ANNOTATIONS.or(resideInAnyPackage("dev.plimsoll." + name + ".."));
    for (final String other : mayUse) {
      allowed = allowed.or(resideInAnyPackage("dev.plimsoll." + other + ".."));
    }
    return classes()
        .that()
        .resideInAPackage("dev.plimsoll." + name + "..")
        .should()
        .onlyDependOnClassesThat(allowed);
  }
}
