package dev.ehi.bench;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.TrecQrels;
import dev.ehi.data.VectorFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A set as {@code ehi encode} writes it.
 *
 * @param name of its folder
 * @param train vectors of the queries judged in its train split, none without one // (queries, dim)
 * @param dev likewise // (queries, dim)
 * @param test likewise // (queries, dim)
 */
record EncodedSet(
    String name, IdentifiedVectors documents, Vectors train, Vectors dev, Vectors test) {

  static EncodedSet read(Path folder) {
    IdentifiedVectors queries = read(folder, "queries");
    return new EncodedSet(
        String.valueOf(folder.getFileName()),
        read(folder, "documents"),
        judged(queries, folder.resolve("train.qrels")),
        judged(queries, folder.resolve("dev.qrels")),
        judged(queries, folder.resolve("test.qrels")));
  }

  private static IdentifiedVectors read(Path folder, String name) {
    return VectorFiles.read(folder.resolve(name + ".npy"), folder.resolve(name + ".ids"));
  }

  private static Vectors judged(IdentifiedVectors queries, Path qrels) {
    Set<String> wanted = Files.exists(qrels) ? TrecQrels.read(qrels).queryIds() : Set.of();
    List<String> ids = queries.ids();
    return queries
        .vectors()
        .gather(IntStream.range(0, ids.size()).filter(i -> wanted.contains(ids.get(i))).toArray());
  }
}
