package dev.ehi.train;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.vector.Vectors;
import dev.ehi.train.config.TrainConfig;
import dev.ehi.train.metrics.DevScore;
import dev.ehi.train.metrics.DevScorer;
import dev.ehi.train.sample.TrainingSet;

/** Scores the dev queries by a view of the corpus, with the documents that dev queries are for. */
record ViewScorer(DevScorer scorer, Progress progress) {

  static ViewScorer of(TrainConfig config, TrainingSet set, Progress progress) {
    return new ViewScorer(
        new DevScorer(set.dev(), set.documents(), config.dev().budgets()), progress);
  }

  /**
   * Scores.
   *
   * @param embedder whose documents the view is of
   * @param devQueries by the same embedder // (dev queries, dim)
   */
  DevScore score(Embedder embedder, CorpusView view, Vectors devQueries)
      throws InterruptedException {
    CorpusView searched = view.with(embedder.devDocuments(view.documents(), progress));
    return scorer.score(searched.tree(), searched.leaves(), searched.documents(), devQueries);
  }
}
