package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.nn.Net;
import dev.ehi.train.sample.Batch;
import java.util.Optional;
import org.bytedeco.pytorch.Tensor;

/** Gives the vectors of a training set's texts, as the present weights see them. */
sealed interface Embedder extends AutoCloseable permits TextEmbedder, VectorEmbedder {

  /**
   * Vectors of a batch, with gradients where something is trained.
   *
   * @param queries // (rows, dim)
   * @param documents // (columns, dim)
   * @param tokens read by the encoder
   * @param rest of the backward pass, from the vectors on; to be run after that of the loss
   */
  record Embedded(Tensor queries, Tensor documents, long tokens, Runnable rest) {}

  Embedded embed(Batch batch);

  /** // (documents, dim) */
  Vectors documents(Progress progress) throws InterruptedException;

  /** Real training queries, without the pseudo-queries. // (queries, dim) */
  Vectors trainingQueries(Progress progress) throws InterruptedException;

  /**
   * Some of the real training queries.
   *
   * @param ordinals which
   * @return // (ordinals, dim)
   */
  Vectors trainingQueries(int[] ordinals, Progress progress) throws InterruptedException;

  /** // (dev queries, dim) */
  Vectors devQueries(Progress progress) throws InterruptedException;

  /**
   * The corpus that dev queries search: a document that a dev query was taken from is read without
   * it.
   *
   * @param documents as they are now // (documents, dim)
   * @return the same vectors, or copies with those of some documents replaced // (documents, dim)
   */
  Vectors devDocuments(Vectors documents, Progress progress) throws InterruptedException;

  /** What is trained of it. */
  Optional<Net> net();

  @Override
  void close();
}
