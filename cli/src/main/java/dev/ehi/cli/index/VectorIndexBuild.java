package dev.ehi.cli.index;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.Adapter;
import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Document;
import dev.ehi.data.IdentifiedVectors;
import dev.ehi.data.RetrievalSet;
import dev.ehi.lucene.EhiIndex;
import dev.ehi.lucene.leaf.LeafLayout;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds an index of vectors that were computed before; it appears whole or not at all. */
public final class VectorIndexBuild {

  private final Tree tree;
  private final Optional<Adapter> adapter;
  private final Map<String, String> properties;

  /**
   * @param adapter applied to each vector first
   * @param properties kept with the index
   */
  VectorIndexBuild(Tree tree, Optional<Adapter> adapter, Map<String, String> properties) {
    this.tree = tree;
    this.adapter = adapter;
    this.properties = properties;
  }

  /**
   * Indexes vectors.
   *
   * @param layout of the leaves
   * @param texts where titles and texts of the documents stand; without it they stay empty
   * @throws IllegalArgumentException if a vector's document is missing from {@code texts}
   */
  public IndexingReport create(
      Path path,
      LeafLayout layout,
      IdentifiedVectors vectors,
      Optional<RetrievalSet> texts,
      Progress progress)
      throws IOException {
    long start = System.nanoTime();
    List<String> ids = vectors.ids();
    Map<String, Document> documents = texts.map(VectorIndexBuild::byId).orElse(Map.of());
    float[] vector = new float[vectors.vectors().dim()];
    try (EhiIndex index = EhiIndex.create(path, tree, layout, properties);
        Progress.Task task = progress.start("indexing", ids.size(), "documents")) {
      for (int i = 0; i < ids.size(); i++) {
        vectors.vectors().get(i, vector);
        Vectors.normalize(vector);
        adapter.ifPresent(a -> a.apply(vector));
        Document document = document(ids.get(i), texts.isPresent(), documents);
        index.add(document.id(), document.title(), document.text(), vector.clone());
        task.advance(1);
      }
      index.keepBaseline();
      index.commit();
      return new IndexingReport(ids.size(), index.size(), (System.nanoTime() - start) / 1e9);
    }
  }

  private static Map<String, Document> byId(RetrievalSet set) {
    Map<String, Document> documents = new HashMap<>();
    try (Stream<Document> all = set.documents()) {
      all.forEach(document -> documents.put(document.id(), document));
    }
    return documents;
  }

  private static Document document(
      String id, boolean textsAreKnown, Map<String, Document> documents) {
    Document document = documents.get(id);
    if (document == null && textsAreKnown) {
      throw new IllegalArgumentException(
          "document " + id + " has a vector but does not stand in the corpus");
    }
    return document == null ? new Document(id, "", "") : document;
  }
}
