package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerTest {
  private static Tokenizer tokenizer;

  @BeforeAll
  static void open() throws Exception {
    tokenizer = Models.open(StartingModel.MINILM).tokenizer();
  }

  @AfterAll
  static void close() {
    tokenizer.close();
  }

  @Test
  void givesTheIdsOfBertUncased() {
    assertThat(tokenizer.tokens("Hello, world!", 64))
        .containsExactly(101, 7592, 1010, 2088, 999, 102);
  }

  @Test
  void neitherPadsNorTruncatesAsTheFileSays() {
    String text = String.join(" ", Collections.nCopies(300, "word"));

    assertThat(tokenizer.tokens("word", 64)).hasSize(3);
    assertThat(tokenizer.tokens(text, 512)).hasSize(302);
  }

  @Test
  void truncatesBeforeTheLastSpecialToken() {
    assertThat(tokenizer.tokens("one two three four", 4)).containsExactly(101, 2028, 2048, 102);
    assertThat(tokenizer.batch(List.of("one two three four"), 4).getFirst())
        .containsExactly(101, 2028, 2048, 102);
  }

  @Test
  void takesAnyString() {
    for (String text : List.of("", " ", "\0", "a\0b", "\ud83d", "x\ude00y", "\n\t", "\uffff")) {
      assertThat(tokenizer.tokens(text, 16)).startsWith(101).endsWith(102);
      assertThat(tokenizer.batch(List.of(text, "plain"), 16)).hasSize(2);
    }
  }

  @Test
  void batchesEqualSingleTexts() {
    List<String> texts =
        IntStream.range(0, 300).mapToObj(i -> "text " + i + " of several".repeat(i % 7)).toList();
    List<int[]> batch = tokenizer.batch(texts, 32);

    assertThat(tokenizer.batch(List.of(), 32)).isEmpty();
    assertThat(batch).hasSize(texts.size());
    IntStream.range(0, texts.size())
        .parallel()
        .forEach(i -> assertThat(batch.get(i)).isEqualTo(tokenizer.tokens(texts.get(i), 32)));
  }

  @Test
  void refusesWhatIsNoTokenizer(@TempDir Path temporary) throws Exception {
    Path file = Files.writeString(temporary.resolve("tokenizer.json"), "{\"model\": 1}");

    assertThatThrownBy(() -> Tokenizer.open(file))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(file.toString());
  }
}
