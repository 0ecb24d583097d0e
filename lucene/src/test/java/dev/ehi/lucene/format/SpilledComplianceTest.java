package dev.ehi.lucene.format;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import java.util.SplittableRandom;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for vector formats, on the format with one tree of height 2 a dimension. */
public class SpilledComplianceTest extends SingleLeafComplianceTest {

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(
        new EhiVectorsFormat(
            dimension ->
                RandomTrees.of(new TreeShape(dimension, 7, 2), new SplittableRandom(dimension)),
            new LeafLayout(LeafEncoding.INT8, 3)));
  }
}
