package dev.ehi.bench;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.VectorFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Splits the queries of a folder that {@code ehi encode} wrote into some to be asked, spread evenly
 * over all, and the others, from which a tree may learn: {@code asked} and {@code logged}.
 *
 * <p>Arguments: the folder, and how many are to be asked.
 */
public final class QuerySplit {

  private QuerySplit() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    int asked = Integer.parseInt(arguments[1]);
    IdentifiedVectors queries =
        VectorFiles.read(folder.resolve("queries.npy"), folder.resolve("queries.ids"));
    int size = queries.ids().size();
    if (asked < 1 || asked >= size) {
      throw new IllegalArgumentException(
          "of %,d queries in %s %,d cannot be asked and others left"
              .formatted(size, folder, asked));
    }
    BitSet isAsked = new BitSet();
    IntStream.range(0, asked).map(i -> (int) ((long) i * size / asked)).forEach(isAsked::set);
    write(folder, "asked", queries, isAsked);
    isAsked.flip(0, size);
    write(folder, "logged", queries, isAsked);
  }

  private static void write(Path folder, String name, IdentifiedVectors all, BitSet chosen)
      throws IOException {
    Vectors vectors = all.vectors().gather(chosen.stream().toArray());
    Path file = folder.resolve(name + ".npy");
    VectorFiles.writeIds(
        folder.resolve(name + ".ids"), chosen.stream().mapToObj(all.ids()::get).toList());
    VectorFiles.writeNpy(file, vectors);
    System.out.printf("%,d queries in %s%n", vectors.size(), file);
  }
}
