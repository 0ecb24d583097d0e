package dev.ehi.lucene;

import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;

class Int8EhiIndexTest extends EhiIndexTest {

  @Override
  LeafLayout layout() {
    return new LeafLayout(LeafEncoding.INT8);
  }
}
