package dev.ehi.train.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * Brings the paths of queries and their documents through the tree together: what trains the
 * indexer, and through it the encoder.
 *
 * <p>Formula: {@code contrast(T(u_q) T(u_d)^T)}, with T = [p_H; ..; p_1] along each one's greedy
 * path.
 *
 * <p>Reference: L_indexing of EHI (arXiv 2310.08891, section 3.5), there with {@link HingeTriplet};
 * with {@link InfoNce} it is the path InfoNCE.
 *
 * <p>Inputs: path embeddings of queries // (n, height * branching) and documents // (m, height *
 * branching). Similarities lie between 0 and height.
 */
public record PathIndexing(Contrast contrast) implements Loss {

  @Override
  public String name() {
    return "indexing";
  }

  @Override
  public Tensor of(Batch batch) {
    Tensor queries = batch.queries().path().embedding();
    Tensor documents = batch.documents().path().embedding();
    return contrast.of(queries.matmul(documents.t()), batch.targets());
  }
}
