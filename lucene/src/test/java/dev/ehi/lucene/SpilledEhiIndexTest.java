package dev.ehi.lucene;

import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;

/** An index whose documents lie in several leaves each. */
class SpilledEhiIndexTest extends EhiIndexTest {

  @Override
  LeafLayout layout() {
    return new LeafLayout(LeafEncoding.INT8, 3);
  }
}
