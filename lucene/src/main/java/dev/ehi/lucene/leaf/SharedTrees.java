package dev.ehi.lucene.leaf;

import dev.ehi.core.tree.Tree;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The trees in use in this JVM, by id: segments that were written with one tree share it in memory,
 * and it is freed with the last of them.
 */
public final class SharedTrees {

  private static final Map<String, WeakReference<Tree>> TREES = new ConcurrentHashMap<>();

  private SharedTrees() {}

  /** The tree with this id if it is in use, else null. */
  static @Nullable Tree find(String id) {
    WeakReference<Tree> reference = TREES.get(id);
    return reference == null ? null : reference.get();
  }

  /** The tree in use that equals {@code tree}, which becomes that if there was none. */
  public static Tree share(Tree tree) {
    TREES.values().removeIf(reference -> reference.refersTo(null));
    while (true) {
      Tree shared = TREES.computeIfAbsent(tree.id(), id -> new WeakReference<>(tree)).get();
      if (shared != null) {
        return shared;
      }
      TREES.computeIfPresent(
          tree.id(), (id, reference) -> reference.refersTo(null) ? null : reference);
    }
  }
}
