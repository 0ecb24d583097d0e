package dev.ehi.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A small retrieval set: of each thing three documents, with a query each: two to train on, one to
 * test.
 */
final class ThingsSet {

  private static final List<String> THINGS =
      List.of(
          "apple",
          "bridge",
          "candle",
          "desert",
          "engine",
          "forest",
          "guitar",
          "hammer",
          "island",
          "jacket",
          "kitchen",
          "lantern",
          "mountain",
          "needle",
          "ocean",
          "pencil",
          "queen",
          "river",
          "sailor",
          "tiger");
  private static final List<String> SCENES =
      List.of(
          "stood by the window in the morning",
          "was sold at the market for a high price",
          "was painted by an unknown artist");

  private ThingsSet() {}

  /** Writes the set of all things. */
  static void write(Path set) throws IOException {
    write(set, THINGS);
  }

  /** Writes the set of one thing. */
  static void write(Path set, String thing) throws IOException {
    write(set, List.of(thing));
  }

  private static void write(Path set, List<String> things) throws IOException {
    StringBuilder corpus = new StringBuilder();
    StringBuilder queries = new StringBuilder();
    StringBuilder train = new StringBuilder("query-id\tcorpus-id\tscore\n");
    StringBuilder test = new StringBuilder("query-id\tcorpus-id\tscore\n");
    for (String thing : things) {
      for (int i = 0; i < SCENES.size(); i++) {
        String id = thing + "-" + i;
        corpus.append(
            "{\"_id\": \"%s\", \"title\": \"%s\", \"text\": \"The %s %s.\"}%n"
                .formatted(id, thing, thing, SCENES.get(i)));
        queries.append(
            "{\"_id\": \"q-%s\", \"text\": \"which %s %s?\"}%n"
                .formatted(id, thing, SCENES.get(i)));
        (i == 0 ? test : train).append("q-%s\t%s\t1%n".formatted(id, id));
      }
    }
    Files.createDirectories(set.resolve("qrels"));
    Files.writeString(set.resolve("corpus.jsonl"), corpus);
    Files.writeString(set.resolve("queries.jsonl"), queries);
    Files.writeString(set.resolve("qrels/train.tsv"), train);
    Files.writeString(set.resolve("qrels/test.tsv"), test);
  }
}
