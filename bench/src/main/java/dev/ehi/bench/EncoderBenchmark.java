package dev.ehi.bench;

import dev.ehi.core.progress.Progress;
import dev.ehi.data.Document;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.EncoderConfig;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.ModelSource;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.encoder.Tokenizer;
import dev.ehi.train.nn.BulkEncoder;
import dev.ehi.train.nn.EncoderOptions;
import dev.ehi.train.nn.Precision;
import dev.ehi.train.nn.ShardedEncoder;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.nn.TorchEncoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * Encoding by ONNX Runtime, as the product opens it, and by libtorch in bfloat16, in turns with the
 * bare matrix products of as many tokens; then the latency of one short query.
 */
public final class EncoderBenchmark {
  private static final int THREADS = Runtime.getRuntime().availableProcessors();
  private static final int BATCH_TOKENS = 8192; // as in training
  private static final int WARM_UP = 1;
  private static final int ROUNDS = 5;
  private static final int DOCUMENTS = 256;
  private static final int QUERIES = 500;
  private static final String QUERY =
      "copy all bytes from one open channel to another"; // 11 tokens

  private EncoderBenchmark() {}

  private record Contender(String name, Runnable work) {}

  /**
   * @param args a retrieval set, whose first documents are encoded
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 1) {
      throw new IllegalArgumentException("give one argument: a retrieval set");
    }
    Torch.start(THREADS);
    ModelDirectory model =
        ModelSource.resolve("minilm", Files.createTempDirectory("encoder-benchmark"));
    EncoderOptions options = EncoderOptions.of(model.textConfig().pooling(), Precision.BF16);
    try (OnnxEncoder onnx = model.encoder(THREADS);
        TorchEncoder torch = TorchEncoder.of(model.encoderConfig(), model.weights(), options);
        Tokenizer tokenizer = model.tokenizer()) {
      int longest = model.textConfig().maxDocumentTokens();
      String words = String.join(" ", Collections.nCopies(126, "word")); // 128 tokens
      compare(
          "32 x 128 tokens", Collections.nCopies(32, words), 128, model, onnx, torch, tokenizer);
      compare("mixed lengths", passages(Path.of(args[0])), longest, model, onnx, torch, tokenizer);
      latency(onnx);
    }
  }

  private static List<String> passages(Path set) throws IOException {
    try (Stream<Document> documents = RetrievalSet.open(set).documents()) {
      return documents.limit(DOCUMENTS).map(Document::passage).toList();
    }
  }

  private static void compare(
      String what,
      List<String> texts,
      int longest,
      ModelDirectory model,
      OnnxEncoder onnx,
      TorchEncoder torch,
      Tokenizer tokenizer) {
    EncoderConfig config = model.encoderConfig();
    List<int[]> tokens = tokenizer.batch(texts, longest);
    long total = tokens.stream().mapToLong(text -> text.length).sum();
    long rows = Math.min(total, BATCH_TOKENS);
    try (ShardedEncoder sharded = new ShardedEncoder(torch);
        GemmLimit fp32 = new GemmLimit(config, rows, ScalarType.Float);
        GemmLimit bf16 = new GemmLimit(config, rows, ScalarType.BFloat16)) {
      BulkEncoder bulk = new BulkEncoder(sharded, BATCH_TOKENS);
      List<Contender> contenders =
          List.of(
              new Contender("onnx fp32", () -> onnx.documents(texts, Progress.none())),
              new Contender("products fp32", () -> fp32.run(GemmLimit.Pass.FORWARD)),
              new Contender("torch bf16", () -> encode(bulk, tokens)),
              new Contender("products bf16", () -> bf16.run(GemmLimit.Pass.FORWARD)));
      List<List<Timing>> rounds = new ArrayList<>();
      contenders.forEach(contender -> rounds.add(new ArrayList<>()));
      for (int round = -WARM_UP; round < ROUNDS; round++) {
        for (int i = 0; i < contenders.size(); i++) {
          Timing timing = Timing.of(contenders.get(i).work()::run);
          if (round >= 0) {
            rounds.get(i).add(timing);
          }
        }
      }
      for (int i = 0; i < contenders.size(); i++) {
        String name = contenders.get(i).name();
        long read = name.startsWith("products") ? rows : total;
        double seconds = Timing.median(rounds.get(i), Timing::seconds);
        double cpu = Timing.median(rounds.get(i), Timing::cpuSeconds);
        System.out.printf(
            Locale.ROOT,
            "%-16s %-14s %6.0f tokens/s %6.0f texts/s %6.1f us CPU a token%n",
            what,
            name,
            read / seconds,
            texts.size() * ((double) read / total) / seconds,
            cpu / read * 1e6);
      }
    }
  }

  private static void encode(BulkEncoder bulk, List<int[]> tokens) {
    try {
      bulk.encode(tokens, "documents", Progress.none());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while encoding", e);
    }
  }

  private static void latency(OnnxEncoder onnx) {
    double[] millis = new double[QUERIES];
    double[] cpu = new double[QUERIES];
    for (int i = -QUERIES / 5; i < QUERIES; i++) {
      Timing timing = Timing.of(() -> onnx.query(QUERY));
      if (i >= 0) {
        millis[i] = timing.seconds() * 1e3;
        cpu[i] = timing.cpuSeconds() * 1e3;
      }
    }
    System.out.printf(
        Locale.ROOT,
        "one query        onnx fp32      p50 %.2f ms  p99 %.2f ms  mean CPU of the process %.2f"
            + " ms%n",
        Timing.quantile(millis, .5),
        Timing.quantile(millis, .99),
        Arrays.stream(cpu).average().orElse(0));
  }
}
