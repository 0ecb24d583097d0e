package dev.ehi.cli.index;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiIndex;
import java.io.IOException;
import java.nio.file.Path;

/** Builds an index of a corpus, and goes on with a build that was interrupted. */
public final class IndexBuild {

  private IndexBuild() {}

  /**
   * Indexes the corpus of a set; documents that an interrupted build has committed are not encoded
   * again. An index that is complete is left as it is.
   *
   * @throws IllegalArgumentException if the model has no tree, or the index there was begun with
   *     another tree or corpus
   */
  public static IndexingReport createOrContinue(
      Path path, ModelDirectory model, RetrievalSet set, int threads, Progress progress)
      throws IOException {
    Tree tree = RoutingModel.tree(model);
    try (EhiIndex index =
        EhiIndex.exists(path) ? open(path, tree, set) : create(path, model, tree, set)) {
      if (IndexProperties.isComplete(index.properties())) {
        return new IndexingReport(0, index.size(), 0);
      }
      try (OnnxEncoder encoder = model.encoder(threads)) {
        IndexingReport report = new Indexer(encoder, index).addMissing(set, progress);
        index.setProperties(IndexProperties.complete(model.path(), set.name()));
        index.commit();
        return report;
      }
    }
  }

  private static EhiIndex create(Path path, ModelDirectory model, Tree tree, RetrievalSet set)
      throws IOException {
    return EhiIndex.create(path, tree, IndexProperties.building(model.path(), set.name()));
  }

  private static EhiIndex open(Path path, Tree tree, RetrievalSet set) throws IOException {
    EhiIndex index = EhiIndex.open(path);
    String corpus = IndexProperties.corpus(index.properties());
    if (!index.tree().id().equals(tree.id())) {
      index.close();
      throw new IllegalArgumentException(
          path + " was begun with another model's tree; delete it, or choose another folder");
    }
    if (!corpus.equals(set.name())) {
      index.close();
      throw new IllegalArgumentException(
          "%s is an index of '%s', not of '%s'; use 'ehi index add', or choose another folder"
              .formatted(path, corpus, set.name()));
    }
    return index;
  }
}
