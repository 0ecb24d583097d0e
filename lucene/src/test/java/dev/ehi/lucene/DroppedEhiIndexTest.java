package dev.ehi.lucene;

import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.RawVectors;

class DroppedEhiIndexTest extends EhiIndexTest {

  @Override
  LeafLayout layout() {
    return new LeafLayout(LeafEncoding.INT8, 1, RawVectors.DROP);
  }
}
