package dev.ehi.core.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * A test run once per seed; the method takes the seed as its only parameter, a {@code long}. The
 * seed stands in the test's name, and {@code -Dtests.seed=...} replays a failure.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "seed={0}")
@ArgumentsSource(Randomized.Seeds.class)
public @interface Randomized {
  /** How many seeds are drawn. */
  int times() default 50;

  /** Fresh seeds on every run, or the one given by {@code -Dtests.seed}. */
  final class Seeds implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(
        ParameterDeclarations parameters, ExtensionContext context) {
      Long fixed = Long.getLong("tests.seed");
      int times = context.getRequiredTestMethod().getAnnotation(Randomized.class).times();
      LongStream seeds = fixed != null ? LongStream.of(fixed) : new SplittableRandom().longs(times);
      return seeds.mapToObj(Arguments::of);
    }
  }
}
