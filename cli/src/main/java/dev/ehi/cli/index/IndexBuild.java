package dev.ehi.cli.index;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.data.RetrievalSet;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.encoder.OnnxEncoder;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.leaf.LeafLayout;
import java.io.IOException;
import java.nio.file.Path;

/** Builds an index of a corpus, and goes on with a build that was interrupted. */
public final class IndexBuild {

  private IndexBuild() {}

  /**
   * Indexes the corpus of a set; documents that an interrupted build has committed are not encoded
   * again. An index that is complete is left as it is.
   *
   * @param layout of the leaves
   * @throws IllegalArgumentException if the model has no tree, or the index there was begun with
   *     another tree, corpus or layout
   */
  public static IndexingReport createOrContinue(
      Path path,
      ModelDirectory model,
      RetrievalSet set,
      LeafLayout layout,
      int threads,
      Progress progress)
      throws IOException {
    Tree tree = RoutingModel.tree(model);
    try (EhiIndex index =
        EhiIndex.exists(path)
            ? open(path, tree, set, layout)
            : EhiIndex.create(
                path, tree, layout, IndexProperties.building(model.path(), set.name()))) {
      if (IndexProperties.isComplete(index.properties())) {
        return new IndexingReport(0, index.size(), 0);
      }
      try (OnnxEncoder encoder = model.encoder(threads)) {
        IndexingReport report = new Indexer(encoder, index).addMissing(set, progress);
        index.keepBaseline();
        IndexCalibration.calibrate(index, set, encoder, progress);
        index.updateProperties(IndexProperties::completed);
        index.commit();
        return report;
      }
    }
  }

  private static EhiIndex open(Path path, Tree tree, RetrievalSet set, LeafLayout layout)
      throws IOException {
    EhiIndex index = EhiIndex.open(path);
    try {
      check(index, path, tree, set, layout);
      return index;
    } catch (IllegalArgumentException e) {
      index.close();
      throw e;
    }
  }

  private static void check(
      EhiIndex index, Path path, Tree tree, RetrievalSet set, LeafLayout layout) {
    if (!index.tree().id().equals(tree.id())) {
      throw new IllegalArgumentException(
          path + " was begun with another model's tree; delete it, or choose another folder");
    }
    String corpus = IndexProperties.corpus(index.properties());
    if (!corpus.equals(set.name())) {
      throw new IllegalArgumentException(
          "%s is an index of '%s', not of '%s'; use 'ehi index add', or choose another folder"
              .formatted(path, corpus, set.name()));
    }
    if (!index.layout().equals(layout)) {
      throw new IllegalArgumentException(
          "%s has the layout %s, not %s; delete it, or choose another folder"
              .formatted(path, index.layout(), layout));
    }
  }
}
