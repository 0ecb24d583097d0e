package dev.ehi.lucene;

class Int4EhiIndexTest extends EhiIndexTest {

  @Override
  LeafLayout layout() {
    return new LeafLayout(LeafEncoding.INT4);
  }
}
