package dev.ehi.eval.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.QuerySet;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.Judgments;
import dev.ehi.eval.curve.LeafIndex;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeafQualityTest {

  /** Two leaves along the axes; of the first query's two documents one lies on the other side. */
  @Test
  void purityCountsDocumentsInTheFirstLeaf() {
    Vectors documents = Vectors.of(new float[][] {{1, 0}, {.6f, .8f}, {0, 1}});
    QuerySet queries =
        new QuerySet(
            "test",
            List.of("a", "b"),
            Vectors.of(new float[][] {{1, 0}, {0, 1}}),
            new Qrels.Builder().add("a", "0", 1).add("a", "1", 1).add("b", "2", 1).build());
    Embeddings embeddings =
        new Embeddings("e", List.of("0", "1", "2"), documents, queries, Optional.empty());
    Tree tree = Tree.ofCentroids(Vectors.of(new float[][] {{1, 0}, {0, 1}}), 1);
    Corpus corpus = new Corpus(embeddings);
    Judgments judgments = new Judgments(queries, corpus);
    LeafAgreement one =
        LeafQuality.of(
            LeafIndex.build(tree, documents, 1, Progress.none()), corpus, queries, judgments, 1);
    assertThat(one.pairs()).isEqualTo(3);
    assertThat(one.purity()).isEqualTo(.75);
    LeafAgreement both =
        LeafQuality.of(
            LeafIndex.build(tree, documents, 2, Progress.none()), corpus, queries, judgments, 1);
    assertThat(both.purity()).isEqualTo(1);
    assertThat(both.mutualInformation()).isEqualTo(one.mutualInformation());
  }
}
