package dev.ehi.lucene;

class Int8EhiIndexTest extends EhiIndexTest {

  @Override
  LeafLayout layout() {
    return new LeafLayout(LeafEncoding.INT8);
  }
}
