package dev.ehi.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

class OnnxEncoderTest {
  @Test
  void likeMeaningsAreNearest() throws Exception {
    List<String> texts =
        List.of(
            "A man is eating pasta.",
            "Someone has noodles for lunch.",
            "The stock market fell sharply after the announcement.");
    try (OnnxEncoder encoder = Models.open(StartingModel.MINILM).encoder(2)) {
      Vectors embeddings = encoder.documents(texts, Progress.none());

      float like = cosine(embeddings, 0, 1);
      float unlike = cosine(embeddings, 0, 2);
      assertThat(like).isGreaterThan(0.4f);
      assertThat(unlike).isLessThan(0.2f);
    }
  }

  private static float cosine(Vectors vectors, int a, int b) {
    return DotProduct.best().dot(vectors.row(a), vectors.row(b));
  }
}
