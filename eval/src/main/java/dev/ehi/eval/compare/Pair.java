package dev.ehi.eval.compare;

import dev.ehi.eval.compare.Contender.LearnedTree;
import dev.ehi.eval.compare.Results.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Two methods that are tested against each other on the same queries. */
record Pair(Measured left, Measured right) {

  /**
   * Exact search of each encoder against that of each earlier one; every tree against its own
   * start, and tuned and linked against every graph index on the same embeddings and every k-means
   * index that is searched alike.
   */
  static List<Pair> among(List<Measured> methods, List<Contender> contenders) {
    List<Pair> pairs = new ArrayList<>();
    List<Measured> exact = methods.stream().filter(m -> m.kind() == Kind.EXACT).toList();
    for (int i = 0; i < exact.size(); i++) {
      for (int j = i + 1; j < exact.size(); j++) {
        if (sameQueries(exact.get(i), exact.get(j))) {
          pairs.add(new Pair(exact.get(i), exact.get(j)));
        }
      }
    }
    Map<String, Measured> byName = new HashMap<>();
    methods.forEach(m -> byName.put(m.name(), m));
    for (Contender contender : contenders) {
      if (contender instanceof LearnedTree learned) {
        Measured plain = byName.get(learned.name());
        Measured start = byName.get(learned.startName());
        if (plain != null && start != null) {
          pairs.add(new Pair(plain, start));
        }
        for (String name : List.of(learned.tunedName(), learned.linkedName())) {
          Measured tree = byName.get(name);
          if (tree != null) {
            methods.stream()
                .filter(m -> m.side() == tree.side())
                .filter(
                    m -> m.kind() == Kind.HNSW || m.kind() == Kind.IVF && m.isSearchedLike(tree))
                .forEach(m -> pairs.add(new Pair(tree, m)));
          }
        }
      }
    }
    return pairs;
  }

  private static boolean sameQueries(Measured a, Measured b) {
    return a.side().queries().ids().equals(b.side().queries().ids());
  }
}
