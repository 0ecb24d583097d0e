package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.data.Document;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PseudoQueryTest {
  private static final Document DOCUMENT =
      new Document(
          "d",
          "Of apples and pears",
          "Of apples and pears much is said. Apples are round.\nPears are longer! Apples are round.");

  @Test
  void theRestIsTheDocumentWithoutTheTextWhereverItStands() {
    List<PseudoQuery> all = PseudoQuery.draw(DOCUMENT, 10, new SplittableRandom(1));
    assertThat(all)
        .extracting(PseudoQuery::text)
        .containsExactlyInAnyOrder(
            "Of apples and pears",
            "Of apples and pears much is said.",
            "Apples are round.",
            "Pears are longer!");
    assertThat(all).allMatch(query -> !query.rest().passage().contains(query.text()));
    assertThat(all).allMatch(PseudoQuery::leavesSomething);
    assertThat(all)
        .filteredOn(query -> query.text().equals("Apples are round."))
        .extracting(query -> query.rest().passage().replaceAll("\\s+", " "))
        .containsExactly("Of apples and pears Of apples and pears much is said. Pears are longer!");
  }

  @Test
  void aDocumentOfOneSentenceLeavesNothing() {
    Document document = new Document("d", "", "One sentence only stands here.");
    assertThat(PseudoQuery.draw(document, 3, new SplittableRandom(1)))
        .singleElement()
        .satisfies(query -> assertThat(query.leavesSomething()).isFalse());
    assertThat(
            PseudoQuery.draw(new Document("d", "iPhone 12", "black"), 3, new SplittableRandom(1)))
        .singleElement()
        .satisfies(query -> assertThat(query.leavesSomething()).isFalse());
    assertThat(PseudoQuery.draw(new Document("d", "", ""), 3, new SplittableRandom(1)))
        .singleElement()
        .satisfies(query -> assertThat(query.leavesSomething()).isFalse());
  }

  @Randomized
  void drawsDifferentTextsByTheSeedAlone(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    String text =
        IntStream.range(0, 1 + random.nextInt(12))
            .mapToObj(i -> "Sentence of the number %d.".formatted(random.nextInt(6)))
            .collect(Collectors.joining(" "));
    Document document = new Document("d", random.nextBoolean() ? "" : "A title of its own", text);
    int count = 1 + random.nextInt(5);
    List<PseudoQuery> drawn = PseudoQuery.draw(document, count, new SplittableRandom(seed));
    assertThat(drawn).hasSizeBetween(1, count);
    assertThat(drawn).extracting(PseudoQuery::text).doesNotHaveDuplicates();
    assertThat(drawn).allMatch(query -> document.passage().contains(query.text()));
    assertThat(drawn).allMatch(query -> !query.rest().passage().contains(query.text()));
    assertThat(PseudoQuery.draw(document, count, new SplittableRandom(seed))).isEqualTo(drawn);
  }
}
