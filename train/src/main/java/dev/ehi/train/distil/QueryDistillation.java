package dev.ehi.train.distil;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.DistilConfig;
import dev.ehi.train.mining.LeafMap;
import dev.ehi.train.nn.AdamW;
import dev.ehi.train.nn.Optimizer;
import dev.ehi.train.nn.ParameterGroup;
import dev.ehi.train.nn.StepScope;
import dev.ehi.train.nn.Tensors;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.nn.TorchIndexer;
import dev.ehi.train.sample.ExactSearches;
import dev.ehi.train.sample.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Gives a tree weights for queries, learned from exact search: the probability of a leaf is pulled
 * towards the share of a query's nearest documents that lie in it, by cross-entropy. Routing as a
 * learning-to-rank task: Vecchiato et al., arXiv 2404.11731, who learn from the leaf of the single
 * nearest document.
 */
public final class QueryDistillation {

  private final DistilConfig config;
  private final Pool real;
  private final Pool pseudo;
  private final int ofReal; // queries of a batch
  private final long seed;

  private QueryDistillation(DistilConfig config, Pool real, Pool pseudo, long seed) {
    this.config = config;
    this.real = real;
    this.pseudo = pseudo;
    int half = pseudo.queries.size() == 0 ? config.batch() : config.batch() / 2;
    this.ofReal = real.queries.size() == 0 ? 0 : half;
    this.seed = seed;
  }

  /**
   * Searches exactly for what is to be taught.
   *
   * @param documents // (documents, dim)
   * @param real queries to learn from, may be none // (queries, dim)
   * @param pseudo queries made from documents, may be none if there are real ones // (queries, dim)
   */
  public static QueryDistillation of(
      DistilConfig config,
      Vectors documents,
      Vectors real,
      Vectors pseudo,
      long seed,
      Progress progress) {
    return new QueryDistillation(
        config,
        Pool.of(config, documents, real, Seeds.random(seed, Seeds.Purpose.DISTIL, -1), progress),
        Pool.of(config, documents, pseudo, Seeds.random(seed, Seeds.Purpose.DISTIL, -2), progress),
        seed);
  }

  /**
   * A tree with weights for queries, which start as the documents'.
   *
   * @param leaves of the documents in the tree
   */
  public Tree run(Tree tree, LeafMap leaves, Progress progress) {
    try (TorchIndexer student = TorchIndexer.of(tree);
        Optimizer optimizer =
            new Optimizer(
                AdamW.Config.DEFAULT,
                List.of(ParameterGroup.of("queries", student, config.rate(), 0)));
        Progress.Task task = progress.start("teach the tree", config.updates(), "steps")) {
      for (int step = 0; step < config.updates(); step++) {
        SplittableRandom random = Seeds.random(seed, Seeds.Purpose.DISTIL, step);
        Torch.seed(Seeds.seed(seed, Seeds.Purpose.DISTIL, step));
        Lesson lesson = new Lesson(config.batch(), tree.shape().dim(), real.nearest.count());
        for (int i = 0; i < config.batch(); i++) {
          (i < ofReal ? real : pseudo).draw(random, leaves, lesson, i);
        }
        update(student, optimizer, lesson, 1 - (double) step / config.updates());
        task.advance(1);
      }
      return tree.withQueries(student.toTree());
    }
  }

  private record Pool(Vectors queries, NearestDocuments nearest) {

    /** At most so many queries that searching for all of them takes no longer than learning. */
    static Pool of(
        DistilConfig config,
        Vectors documents,
        Vectors queries,
        SplittableRandom random,
        Progress progress) {
      Vectors drawn = queries;
      int most = ExactSearches.most(documents.size());
      if (queries.size() > most) {
        int[] rows = IntStream.generate(() -> random.nextInt(queries.size())).limit(most).toArray();
        drawn = queries.gather(rows);
      }
      return new Pool(
          drawn,
          NearestDocuments.of(
              drawn, documents, config.neighbours(), config.temperature(), progress));
    }

    void draw(SplittableRandom random, LeafMap leaves, Lesson lesson, int row) {
      int query = random.nextInt(queries.size());
      lesson.queries.set(row, queries.row(query));
      long[] ordinals = nearest.ordinals(query);
      float[] shares = nearest.shares(query);
      for (int j = 0; j < ordinals.length; j++) {
        lesson.leaves[row * ordinals.length + j] = leaves.leafOf((int) ordinals[j]);
        lesson.shares[row * ordinals.length + j] = shares[j];
      }
    }
  }

  /** A batch of queries, and where their nearest documents lie. */
  private static final class Lesson {
    final Vectors queries; // (batch, dim)
    final long[] leaves; // (batch, neighbours)
    final float[] shares; // (batch, neighbours)

    Lesson(int batch, int dim, int neighbours) {
      queries = Vectors.allocate(batch, dim);
      leaves = new long[batch * neighbours];
      shares = new float[batch * neighbours];
    }
  }

  private void update(TorchIndexer student, Optimizer optimizer, Lesson lesson, double scale) {
    try (StepScope scope = StepScope.open()) {
      optimizer.zeroGradients();
      Tensor queries = torch.dropout(Tensors.of(lesson.queries), config.dropout(), true);
      Tensor shares = Tensors.of(lesson.shares).view(config.batch(), -1);
      Tensor leaves = Tensors.of(lesson.leaves, config.batch(), shares.size(1));
      student
          .leafLogProbabilities(queries, leaves)
          .mul(shares)
          .sum()
          .div(new Scalar(-(double) config.batch()))
          .backward();
      optimizer.step(scale);
    }
  }
}
