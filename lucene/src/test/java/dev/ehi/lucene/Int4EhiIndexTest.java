package dev.ehi.lucene;

class Int4EhiIndexTest extends EhiIndexTest {

  @Override
  LeafEncoding encoding() {
    return LeafEncoding.INT4;
  }
}
