package dev.ehi.lucene.format;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import java.util.SplittableRandom;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for vector formats, on 7 leaves of 4-bit codes. */
public class Int4ComplianceTest extends SingleLeafComplianceTest {

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(
        new EhiVectorsFormat(
            dimension ->
                RandomTrees.of(new TreeShape(dimension, 7, 1), new SplittableRandom(dimension)),
            new LeafLayout(LeafEncoding.INT4)));
  }
}
