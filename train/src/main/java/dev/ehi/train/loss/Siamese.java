package dev.ehi.train.loss;

import org.bytedeco.pytorch.Tensor;

/**
 * Brings the embeddings of queries and their documents together: what trains the encoder.
 *
 * <p>Formula: {@code contrast(u_q u_d^T)}.
 *
 * <p>Reference: L_siamese of EHI (arXiv 2310.08891, section 3.5), there with {@link HingeTriplet}.
 *
 * <p>Inputs: embeddings of queries // (n, dim) and documents // (m, dim).
 */
public record Siamese(Contrast contrast) implements Loss {

  @Override
  public String name() {
    return "siamese";
  }

  @Override
  public Tensor of(Batch batch) {
    Tensor queries = batch.queries().embeddings();
    Tensor documents = batch.documents().embeddings();
    return contrast.of(queries.matmul(documents.t()), batch.targets());
  }
}
