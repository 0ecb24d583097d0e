package dev.ehi.lucene.format;

import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for vector formats, on one leaf of int8 codes. */
public class Int8ComplianceTest extends SingleLeafComplianceTest {

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(
        new EhiVectorsFormat(Tree::single, new LeafLayout(LeafEncoding.INT8)));
  }
}
