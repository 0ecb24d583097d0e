package dev.ehi.train;

import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.LossConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.loss.Balance;
import dev.ehi.train.loss.Collision;
import dev.ehi.train.loss.HingeTriplet;
import dev.ehi.train.loss.InfoNce;
import dev.ehi.train.loss.IntraLeaf;
import dev.ehi.train.loss.JointLoss;
import dev.ehi.train.loss.Loss;
import dev.ehi.train.loss.PathIndexing;
import dev.ehi.train.loss.Routed;
import dev.ehi.train.loss.Siamese;
import dev.ehi.train.loss.Targets;
import dev.ehi.train.nn.Tensors;
import dev.ehi.train.nn.TorchIndexer;
import dev.ehi.train.sample.Batch;
import dev.ehi.train.sample.DocumentSample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The configured losses, applied to batches. The siamese loss sees the batch; the losses of the
 * tree see further documents too, whose vectors are too old to train an encoder on but not a tree.
 */
final class Objective {
  private final JointLoss siamese;
  private final Optional<JointLoss> tree;
  private final double dropout;

  private Objective(JointLoss siamese, Optional<JointLoss> tree, double dropout) {
    this.siamese = siamese;
    this.tree = tree;
    this.dropout = dropout;
  }

  static Objective of(TrainConfig config) {
    LossConfig loss = config.loss();
    JointLoss siamese =
        new JointLoss(
            List.of(new JointLoss.Term(siamese(loss.siamese()), loss.siamese().weight())));
    return switch (config.index()) {
      case IndexConfig.None none -> new Objective(siamese, Optional.empty(), 0);
      case IndexConfig.Learned learned ->
          new Objective(siamese, Optional.of(tree(loss)), learned.dropout());
    };
  }

  private static JointLoss tree(LossConfig loss) {
    return new JointLoss(
        List.of(
            new JointLoss.Term(indexing(loss.indexing()), loss.indexing().weight()),
            new JointLoss.Term(diversity(loss.diversity()), loss.diversity().weight())));
  }

  /**
   * Computes the losses.
   *
   * @param spread documents that only the tree sees
   */
  JointLoss.Value of(
      Embedder.Embedded embedded,
      Batch batch,
      Optional<TorchIndexer> indexer,
      DocumentSample spread) {
    Routed queries = routed(embedded.queries(), indexer);
    Routed documents = routed(embedded.documents(), indexer);
    JointLoss.Value value =
        siamese.of(
            new dev.ehi.train.loss.Batch(
                queries, documents, targets(batch, DocumentSample.empty())));
    if (tree.isEmpty()) {
      return value;
    }
    if (spread.size() > 0) {
      Tensor all =
          torch.cat(new TensorVector(embedded.documents(), Tensors.of(spread.vectors())), 0);
      documents = routed(all, indexer);
    }
    JointLoss.Value ofTree =
        tree.get().of(new dev.ehi.train.loss.Batch(queries, documents, targets(batch, spread)));
    return sum(value, ofTree);
  }

  private static JointLoss.Value sum(JointLoss.Value a, JointLoss.Value b) {
    Map<String, Double> terms = new LinkedHashMap<>(a.terms());
    terms.putAll(b.terms());
    return new JointLoss.Value(a.total().add(b.total()), terms);
  }

  private Routed routed(Tensor vectors, Optional<TorchIndexer> indexer) {
    return indexer.isPresent()
        ? Routed.by(indexer.get(), vectors, dropout)
        : Routed.nowhere(vectors);
  }

  private static Targets targets(Batch batch, DocumentSample spread) {
    int columns = batch.columns();
    return Targets.of(
        IntStream.range(0, batch.rows()).toArray(),
        columns + spread.size(),
        (row, column) ->
            column < columns
                ? batch.isNegative(row, column)
                : batch.mayBeNegative(row, spread.document(column - columns)));
  }

  private static Loss siamese(LossConfig.Siamese config) {
    return switch (config) {
      case LossConfig.Siamese.InfoNce infoNce -> new Siamese(new InfoNce(infoNce.temperature()));
      case LossConfig.Siamese.Hinge hinge -> new Siamese(new HingeTriplet(hinge.margin()));
    };
  }

  private static Loss indexing(LossConfig.Indexing config) {
    return switch (config) {
      case LossConfig.Indexing.Collision collision -> new Collision(new InfoNce(1));
      case LossConfig.Indexing.InfoNce infoNce ->
          new PathIndexing(new InfoNce(infoNce.temperature()));
      case LossConfig.Indexing.Hinge hinge -> new PathIndexing(new HingeTriplet(hinge.margin()));
    };
  }

  private static Loss diversity(LossConfig.Diversity config) {
    return switch (config) {
      case LossConfig.Diversity.Balance balance -> new Balance();
      case LossConfig.Diversity.IntraLeaf intraLeaf -> new IntraLeaf(intraLeaf.tau());
    };
  }
}
