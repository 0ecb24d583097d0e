package dev.ehi.lucene;

/** An index whose documents lie in several leaves each. */
class SpilledEhiIndexTest extends EhiIndexTest {

  @Override
  LeafLayout layout() {
    return new LeafLayout(LeafEncoding.INT8, 3);
  }
}
