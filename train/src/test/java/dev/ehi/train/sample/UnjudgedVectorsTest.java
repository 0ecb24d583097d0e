package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.train.config.Supervision;
import dev.ehi.train.config.TrainConfig;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Given vectors of which nothing is judged. */
class UnjudgedVectorsTest {
  private static final int DIM = 24;

  @Test
  void heldOutDocumentsLeaveTheCorpusAndAreAskedAsTheyAre() {
    IdentifiedVectors documents = vectors("d", 200, 1);
    LoadedVectors loaded = ofDocuments(documents, 1, 0.5, 42);

    assertThat(loaded.set().dev().size()).isEqualTo(10); // .05 of 200
    assertThat(loaded.set().documents().size()).isEqualTo(190);
    Set<String> all = new HashSet<>(loaded.set().documents().ids());
    assertThat(all).doesNotContainAnyElementsOf(loaded.set().dev().queries().ids());
    for (int i = 0; i < 10; i++) {
      int place = documents.ids().indexOf(loaded.set().dev().queries().id(i));
      assertThat(cosine(loaded.vectors().devQueries().row(i), documents.vectors().row(place)))
          .isCloseTo(1, within(1e-6));
    }
    assertThat(loaded.set().pairs().queries().ids())
        .isEqualTo(loaded.set().documents().ids().stream().map(id -> id + "#0").toList());
  }

  @Test
  void theOthersAreMovedByAStepOfTheGivenLength() {
    double noise = .4;
    LoadedVectors loaded = ofDocuments(vectors("d", 300, 2), 2, noise, 42);
    double sum = 0;
    for (int query = 0; query < loaded.vectors().queries().size(); query++) {
      float[] moved = loaded.vectors().queries().row(query);
      assertThat(cosine(moved, moved)).isCloseTo(1, within(1e-6));
      sum += cosine(moved, loaded.vectors().documents().row(query / 2));
    }
    int queries = loaded.vectors().queries().size();
    assertThat(queries).isEqualTo(2 * 285);
    // steps are mostly at right angles to their document
    assertThat(sum / queries).isCloseTo(1 / Math.sqrt(1 + noise * noise), within(.02));
    LoadedVectors still = ofDocuments(vectors("d", 300, 2), 1, 0, 42);
    assertThat(cosine(still.vectors().queries().row(7), still.vectors().documents().row(7)))
        .isCloseTo(1, within(1e-6));
  }

  @Test
  void ofALargeCorpusSomeDocumentsAreAsked() {
    int most = ExactSearches.most(1);
    int size = most + 5_000;
    LoadedVectors loaded = ofDocuments(vectors("d", size, 6), 2, .1, 42);
    List<String> asked = loaded.set().pairs().queries().ids();
    assertThat(asked).hasSize(most);
    assertThat(new HashSet<>(asked)).hasSize(most);
    String last = asked.getLast();
    assertThat(loaded.set().documents().of(last.substring(0, last.indexOf('#'))))
        .isGreaterThan(most);
    for (int query : new int[] {0, 1, 777, most - 1}) {
      String id = asked.get(query);
      int document = loaded.set().documents().of(id.substring(0, id.indexOf('#')));
      assertThat(
              cosine(
                  loaded.vectors().queries().row(query),
                  loaded.vectors().documents().row(document)))
          .isGreaterThan(.98);
    }
  }

  @Test
  void theSeedDecides() {
    IdentifiedVectors documents = vectors("d", 100, 3);
    float[] moved = ofDocuments(documents, 1, .5, 1).vectors().queries().row(5);
    assertThat(ofDocuments(documents, 1, .5, 1).vectors().queries().row(5)).isEqualTo(moved);
    assertThat(ofDocuments(documents, 1, .5, 2).set().dev().queries().ids())
        .isNotEqualTo(ofDocuments(documents, 1, .5, 1).set().dev().queries().ids());
  }

  @Test
  void ofGivenQueriesAShareIsHeldOutWithAllThatAreEqual() {
    Vectors queries = Vectors.allocate(100, DIM);
    Vectors fifty = vectors("q", 50, 4).vectors();
    for (int i = 0; i < 100; i++) {
      queries.set(i, fifty.row(i % 50));
    }
    List<String> ids = IntStream.range(0, 100).mapToObj(i -> "q" + i).toList();
    LoadedVectors loaded =
        LoadedVectors.unjudged(
            "given",
            vectors("d", 80, 5),
            new IdentifiedVectors(ids, queries),
            TrainConfig.defaults());

    assertThat(loaded.set().documents().size()).isEqualTo(80);
    assertThat(loaded.set().dev().size()).isEqualTo(5);
    Set<Integer> held = new HashSet<>();
    loaded.set().dev().queries().ids().forEach(id -> held.add(number(id) % 50));
    assertThat(loaded.set().pairs().queries().ids())
        .isEqualTo(ids.stream().filter(id -> !held.contains(number(id) % 50)).toList());
    for (int i = 0; i < loaded.vectors().queries().size(); i++) {
      int asked = number(loaded.set().pairs().queries().id(i));
      assertThat(cosine(loaded.vectors().queries().row(i), queries.row(asked)))
          .isCloseTo(1, within(1e-6));
    }
  }

  private static LoadedVectors ofDocuments(
      IdentifiedVectors documents, int each, double noise, long seed) {
    return LoadedVectors.ofDocuments(
        "given",
        documents,
        new Supervision.Neighbours(each, noise, 10),
        TrainConfig.defaults().with("seed", Long.toString(seed)));
  }

  private static int number(String id) {
    return Integer.parseInt(id.substring(1));
  }

  private static double cosine(float[] a, float[] b) {
    return DotProduct.best().dot(a, b);
  }

  private static IdentifiedVectors vectors(String prefix, int size, long seed) {
    Random random = new Random(seed);
    Vectors vectors = Vectors.allocate(size, DIM);
    for (int i = 0; i < size; i++) {
      float[] row = new float[DIM];
      for (int j = 0; j < DIM; j++) {
        row[j] = (float) random.nextGaussian();
      }
      vectors.set(i, row);
    }
    vectors.normalize();
    return new IdentifiedVectors(
        IntStream.range(0, size).mapToObj(i -> prefix + i).toList(), vectors);
  }
}
