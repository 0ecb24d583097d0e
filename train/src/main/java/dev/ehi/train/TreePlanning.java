package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.IndexConfig;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.nn.Torch;
import dev.ehi.train.plan.PilotVectors;
import dev.ehi.train.plan.Plan;
import dev.ehi.train.plan.Planner;
import dev.ehi.train.sample.TrainingPairs;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Chooses the layout of a tree before a run, by pilots on the vectors that the run starts from. */
public final class TreePlanning {
  private final Planner planner;
  private final PilotVectors vectors;
  private final Plan plan;

  private TreePlanning(Planner planner, PilotVectors vectors, Plan plan) {
    this.planner = planner;
    this.vectors = vectors;
    this.plan = plan;
  }

  /**
   * Plans as {@link Trainer} would, whatever the size of the corpus, and trains nothing.
   *
   * @throws IllegalArgumentException if the configuration has no tree, or the input does not suit
   * @throws IOException if files cannot be read
   * @throws InterruptedException if the thread is interrupted
   */
  public static TreePlanning of(TrainConfig config, TrainInput input, Progress progress)
      throws IOException, InterruptedException {
    if (!(config.index() instanceof IndexConfig.Learned index)) {
      throw new IllegalArgumentException("index.type is 'none', so there is no tree to plan");
    }
    int threads = Runtime.getRuntime().availableProcessors();
    Torch.start(config.threads() > 0 ? config.threads() : threads);
    Material material = Material.load(config, input, progress);
    Planner planner = Planner.of(config, index, progress);
    try (Embedder embedder = material.embedders().apply(material.start())) {
      PilotVectors vectors =
          vectors(config, material, embedder, embedder.documents(progress), progress);
      return new TreePlanning(planner, vectors, planner.plan(vectors));
    }
  }

  /** The plan of a run that is about to start. */
  static Plan of(
      TrainConfig config,
      IndexConfig.Learned index,
      Material material,
      Embedder embedder,
      Vectors documents,
      Progress progress)
      throws InterruptedException {
    Planner planner = Planner.of(config, index, progress);
    Optional<Plan> unmeasured =
        planner.withoutPilots(
            documents.size(), documents.dim(), material.set().pairs().queries().size());
    return unmeasured.isPresent()
        ? unmeasured.get()
        : planner.plan(vectors(config, material, embedder, documents, progress));
  }

  private static PilotVectors vectors(
      TrainConfig config,
      Material material,
      Embedder embedder,
      Vectors documents,
      Progress progress)
      throws InterruptedException {
    TrainingPairs pairs = material.set().pairs();
    int[] drawn = PilotVectors.drawQueries(pairs.queries().size(), config.seed());
    return PilotVectors.of(
        documents,
        pairs,
        drawn,
        embedder.trainingQueries(drawn, progress),
        embedder.devQueries(progress),
        config.seed());
  }

  public Plan plan() {
    return plan;
  }

  /** Predictions for trees that the plan does not rest on, and what is measured of these now. */
  public List<Planner.Check> check() {
    return planner.check(plan, vectors);
  }
}
