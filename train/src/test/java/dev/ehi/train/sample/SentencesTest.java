package dev.ehi.train.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.data.Document;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SentencesTest {

  @Test
  void titleAndSentences() {
    Document document =
        new Document(
            "d", "The title of it", "The first sentence. Then a second one! Ok. And a third?");
    assertThat(Sentences.of(document))
        .containsExactly(
            "The title of it", "The first sentence.", "Then a second one!", "And a third?");
  }

  @Test
  void linesWhereThereAreNoSentences() {
    Document document = new Document("d", "", "int add(int a, int b) {\n  return a + b;\n}");
    assertThat(Sentences.of(document)).containsExactly("int add(int a, int b) {", "return a + b;");
  }

  @Test
  void thePassageWhereAllIsShort() {
    assertThat(Sentences.of(new Document("d", "Hi", "there"))).containsExactly("Hi there");
    assertThat(Sentences.of(new Document("d", "", ""))).containsExactly("");
  }

  @Test
  void asManyAsAskedFor() {
    Document document = new Document("d", "", "One sentence only stands here.");
    assertThat(Sentences.draw(document, 3, new SplittableRandom(1)))
        .hasSize(3)
        .containsOnly("One sentence only stands here.");
  }
}
