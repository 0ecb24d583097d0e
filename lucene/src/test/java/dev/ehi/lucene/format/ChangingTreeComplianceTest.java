package dev.ehi.lucene.format;

import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.lucene.leaf.LeafLayout;
import java.util.SplittableRandom;
import org.apache.lucene.codecs.Codec;
import org.apache.lucene.tests.util.TestUtil;

/** Lucene's own suite for vector formats; each segment has another tree, so merges route again. */
public class ChangingTreeComplianceTest extends SingleLeafComplianceTest {

  @Override
  protected Codec getCodec() {
    return TestUtil.alwaysKnnVectorsFormat(
        new EhiVectorsFormat(
            dimension ->
                RandomTrees.of(
                    new TreeShape(dimension, 40, 1), new SplittableRandom(random().nextLong())),
            LeafLayout.STANDARD));
  }

  /** Each merge writes yet another tree. */
  @Override
  protected boolean mergeIsStable() {
    return false;
  }
}
