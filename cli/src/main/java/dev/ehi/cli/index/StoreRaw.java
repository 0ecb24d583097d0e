package dev.ehi.cli.index;

import dev.ehi.lucene.leaf.RawVectors;
import java.util.Locale;

/** The choices of {@code --store-raw}. */
enum StoreRaw {
  YES(RawVectors.KEEP),
  NO(RawVectors.DROP);

  private final RawVectors rawVectors;

  StoreRaw(RawVectors rawVectors) {
    this.rawVectors = rawVectors;
  }

  RawVectors rawVectors() {
    return rawVectors;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
