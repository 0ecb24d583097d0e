package dev.ehi.lucene;

class DroppedEhiIndexTest extends EhiIndexTest {

  @Override
  LeafLayout layout() {
    return new LeafLayout(LeafEncoding.INT8, 1, RawVectors.DROP);
  }
}
