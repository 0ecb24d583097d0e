package dev.ehi.cli.index;

import dev.ehi.cli.console.ModelFolder;
import dev.ehi.core.tree.Tree;
import dev.ehi.encoder.ModelDirectory;
import dev.ehi.lucene.EhiSearcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The model that goes with an index. */
public final class IndexModel {

  private IndexModel() {}

  /**
   * Where the model is.
   *
   * @param given by the user; null takes the one that the index was made with
   * @throws IllegalArgumentException if the index names none, or that is gone
   */
  public static Path path(EhiSearcher index, @Nullable Path given) throws IOException {
    if (given != null) {
      return given;
    }
    Path named = IndexProperties.model(index.properties());
    if (!Files.isDirectory(named)) {
      throw new IllegalArgumentException(
          "the index was made with the model "
              + named
              + ", which is gone; name it with --model (ehi eval: --index-model)");
    }
    return named;
  }

  /**
   * Opens the model to encode texts.
   *
   * @throws IllegalArgumentException also if it was trained with another tree, so that its vectors
   *     are others; it may have been linked anew since
   */
  public static ModelDirectory open(EhiSearcher index, @Nullable Path given) throws IOException {
    ModelDirectory model = ModelFolder.open(path(index, given));
    String tree = index.tree().withoutLinks().id();
    Optional<String> trained = model.tree().map(Tree::withoutLinks).map(Tree::id);
    if (trained.isPresent() && !trained.get().equals(tree)) {
      throw new IllegalArgumentException(
          "%s is not the model that the index was made with: it has tree %s, the index %s, links left aside"
              .formatted(model.path(), trained.get(), tree));
    }
    return model;
  }
}
