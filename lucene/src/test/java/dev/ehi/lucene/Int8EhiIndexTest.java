package dev.ehi.lucene;

class Int8EhiIndexTest extends EhiIndexTest {

  @Override
  LeafEncoding encoding() {
    return LeafEncoding.INT8;
  }
}
