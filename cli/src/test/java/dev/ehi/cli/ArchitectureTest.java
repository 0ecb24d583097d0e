package dev.ehi.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The walls between modules, and between the layers of {@code lucene}. */
@AnalyzeClasses(
    packages = "dev.ehi",
    importOptions = {DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
class ArchitectureTest {

  /** Leaves out the jar with the test support of core. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }

  @ArchTest
  static final ArchRule coreUsesTheJdkOnly =
      classes()
          .that()
          .resideInAPackage("dev.ehi.core..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.ehi.core..", "java..", "jdk.incubator.vector..", "org.jspecify.."));

  @ArchTest static final ArchRule dataUsesCore = modulesOf("data", "core");

  @ArchTest static final ArchRule encoderUsesCore = modulesOf("encoder", "core");

  @ArchTest static final ArchRule luceneUsesCore = modulesOf("lucene", "core");

  @ArchTest
  static final ArchRule trainUsesDataAndEncoder = modulesOf("train", "core", "data", "encoder");

  @ArchTest
  static final ArchRule evalUsesDataEncoderAndLucene =
      modulesOf("eval", "core", "data", "encoder", "lucene");

  @ArchTest
  static final ArchRule onlyTrainAndEncoderTouchNativeLibraries =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.ehi.train..", "dev.ehi.encoder..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("org.bytedeco..", "ai.onnxruntime..", "ai.djl.."));

  @ArchTest
  static final ArchRule onlyKernelsUseTheVectorApi =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.ehi\\.core\\.[a-z]+\\.Simd\\w+")
          .should()
          .dependOnClassesThat(resideInAnyPackage("jdk.incubator.vector.."));

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("dev.ehi.(**)").should().beFreeOfCycles();

  /** The packages under that of {@code lucene}, each of which uses those before it only. */
  private static final List<String> LAYERS_OF_LUCENE =
      Stream.of("leaf", "scan", "recall", "format", "snapshot", "calibration", "growth")
          .map(name -> "dev.ehi.lucene." + name)
          .toList();

  @ArchTest
  static final ArchRule layersOfLuceneUseThoseBeforeThem =
      CompositeArchRule.of(
          IntStream.range(0, LAYERS_OF_LUCENE.size())
              .mapToObj(ArchitectureTest::layerOfLucene)
              .toList());

  @ArchTest
  static final ArchRule luceneHasNoOtherPackages =
      classes()
          .that()
          .resideInAPackage("dev.ehi.lucene.*..")
          .should()
          .resideInAnyPackage(LAYERS_OF_LUCENE.toArray(String[]::new));

  private static ArchRule layerOfLucene(int layer) {
    String[] allowed = LAYERS_OF_LUCENE.stream().limit(layer + 1L).toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(LAYERS_OF_LUCENE.get(layer))
        .should()
        .dependOnClassesThat(
            resideInAPackage("dev.ehi.lucene..").and(resideOutsideOfPackages(allowed)));
  }

  private static ArchRule modulesOf(String module, String... used) {
    String[] allowed =
        Stream.concat(Stream.of(module), Arrays.stream(used))
            .map(name -> "dev.ehi." + name + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage("dev.ehi." + module + "..")
        .should()
        .dependOnClassesThat(resideInAnyPackage("dev.ehi..").and(resideOutsideOfPackages(allowed)));
  }
}
