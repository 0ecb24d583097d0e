package dev.ehi.lucene.format;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.index.BaseKnnVectorsFormatTestCase;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for vector formats, on the format without a tree. */
public class SingleLeafComplianceTest extends BaseKnnVectorsFormatTestCase {

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(new EhiVectorsFormat());
  }

  /** Leaves are carried over and documents ascend in them, so merging again changes nothing. */
  @Override
  protected boolean mergeIsStable() {
    return true;
  }

  /** The format does not quantise, so the two tests of raw vectors gone missing do not apply. */
  @Override
  protected boolean supportsFloatVectorFallback() {
    return false;
  }
}
