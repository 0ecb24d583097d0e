package dev.ehi.train;

import dev.ehi.encoder.EncoderConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.MetricsEvent;
import dev.ehi.train.nn.EncoderOptions;
import dev.ehi.train.nn.MemoryEstimate;
import dev.ehi.train.sample.TokenisedTexts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Refuses a training that would run out of memory, before it starts. */
final class MemoryCheck {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryCheck.class);

  private final AvailableMemory available;

  MemoryCheck(AvailableMemory available) {
    this.available = available;
  }

  /**
   * Compares what training an encoder takes with what there is.
   *
   * @return both, if it is known what there is
   * @throws InsufficientMemoryException if it cannot fit
   */
  Optional<MetricsEvent.Memory> require(
      TrainConfig config, EncoderConfig encoder, EncoderOptions options, TokenisedTexts texts) {
    MemoryEstimate step = MemoryEstimate.of(encoder, options, largestBatch(config, texts));
    long vectors = 2L * texts.documents().size() * encoder.hiddenSize() * Float.BYTES;
    long needed = step.total() + vectors;
    OptionalLong there = available.bytes();
    LOG.info(
        "training takes about {} and {} MiB of document vectors", step.summary(), vectors >> 20);
    if (there.isPresent() && needed > there.getAsLong()) {
      throw new InsufficientMemoryException(
          "training needs about %,d MiB, but %,d MiB are available. A step takes %s, document vectors %,d MiB. Lower sampling.batch (%d), sampling.negatives (%d) or text.max-document-tokens (%d), or set encoder.word-embeddings to frozen"
              .formatted(
                  needed >> 20,
                  there.getAsLong() >> 20,
                  step.summary(),
                  vectors >> 20,
                  config.sampling().batch(),
                  config.sampling().negatives(),
                  config.text().maxDocumentTokens()));
    }
    return there.isPresent()
        ? Optional.of(new MetricsEvent.Memory(needed, there.getAsLong()))
        : Optional.empty();
  }

  /** As if all texts of a batch were the longest ones. */
  private static MemoryEstimate.BatchSize largestBatch(TrainConfig config, TokenisedTexts texts) {
    int query = longest(texts.queries());
    int document = longest(texts.documents());
    long rows = (long) config.sampling().batch() + config.sampling().pseudoPairs();
    long mined = (long) config.sampling().batch() * config.sampling().negatives();
    long tokens = rows * query + (rows + mined) * document;
    return new MemoryEstimate.BatchSize(tokens, Math.max(query, document));
  }

  private static int longest(List<int[]> texts) {
    return texts.stream().mapToInt(text -> text.length).max().orElse(1);
  }
}
