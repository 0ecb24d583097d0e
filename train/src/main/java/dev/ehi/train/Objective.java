package dev.ehi.train;

import dev.ehi.core.vector.Vectors;
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
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** The configured losses, applied to batches. */
final class Objective {
  private final JointLoss loss;
  private final double dropout;

  private Objective(JointLoss loss, double dropout) {
    this.loss = loss;
    this.dropout = dropout;
  }

  static Objective of(TrainConfig config) {
    LossConfig loss = config.loss();
    JointLoss.Term siamese = new JointLoss.Term(siamese(loss.siamese()), loss.siamese().weight());
    return switch (config.index()) {
      case IndexConfig.None none -> new Objective(new JointLoss(List.of(siamese)), 0);
      case IndexConfig.Learned learned ->
          new Objective(
              new JointLoss(
                  List.of(
                      siamese,
                      new JointLoss.Term(indexing(loss.indexing()), loss.indexing().weight()),
                      new JointLoss.Term(diversity(loss.diversity()), loss.diversity().weight()))),
              learned.dropout());
    };
  }

  /**
   * Computes the losses.
   *
   * @param spread vectors of further documents that count in the diversity term only // (any, dim)
   */
  JointLoss.Value of(
      Embedder.Embedded embedded, Batch batch, Optional<TorchIndexer> indexer, Vectors spread) {
    Tensor documents = embedded.documents();
    if (indexer.isPresent() && spread.size() > 0) {
      documents = torch.cat(new TensorVector(documents, Tensors.of(spread)), 0);
    }
    return loss.of(
        new dev.ehi.train.loss.Batch(
            routed(embedded.queries(), indexer),
            routed(documents, indexer),
            targets(batch, (int) documents.size(0))));
  }

  private Routed routed(Tensor vectors, Optional<TorchIndexer> indexer) {
    return indexer.isPresent()
        ? Routed.by(indexer.get(), vectors, dropout)
        : Routed.nowhere(vectors);
  }

  private static Targets targets(Batch batch, int documents) {
    int columns = batch.columns();
    boolean[] excluded = batch.excluded();
    return Targets.of(
        IntStream.range(0, batch.rows()).toArray(),
        documents,
        (row, column) -> column < columns && !excluded[row * columns + column]);
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
