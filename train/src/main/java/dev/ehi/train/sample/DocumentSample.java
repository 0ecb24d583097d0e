package dev.ehi.train.sample;

import dev.ehi.core.vector.Vectors;
import java.util.Arrays;

/** Some documents and their vectors at some step. */
public final class DocumentSample {
  private final int[] documents; // (n) ordinals
  private final Vectors vectors; // (n, dim)

  /**
   * @param documents ordinals // (n)
   * @param vectors // (n, dim)
   */
  public DocumentSample(int[] documents, Vectors vectors) {
    if (documents.length != vectors.size()) {
      throw new IllegalArgumentException(
          documents.length + " documents, but " + vectors.size() + " vectors");
    }
    this.documents = documents.clone();
    this.vectors = vectors;
  }

  /** No document. */
  public static DocumentSample empty() {
    return new DocumentSample(new int[0], Vectors.allocate(0, 1));
  }

  public int size() {
    return documents.length;
  }

  /** The ordinal of a row's document. */
  public int document(int row) {
    return documents[row];
  }

  /** The ordinals of all rows. */
  public int[] documents() {
    return documents.clone();
  }

  /** // (n, dim) */
  public Vectors vectors() {
    return vectors;
  }

  /** These rows, then the other's. */
  public DocumentSample concat(DocumentSample other) {
    int[] both = Arrays.copyOf(documents, size() + other.size());
    System.arraycopy(other.documents, 0, both, size(), other.size());
    Vectors rows = Vectors.allocate(both.length, other.vectors.dim());
    for (int i = 0; i < both.length; i++) {
      rows.set(i, i < size() ? vectors.row(i) : other.vectors.row(i - size()));
    }
    return new DocumentSample(both, rows);
  }

  /** The given rows, in that order. */
  public DocumentSample gather(int[] rows) {
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      chosen[i] = documents[rows[i]];
    }
    return new DocumentSample(chosen, vectors.gather(rows));
  }
}
