package dev.ehi.eval;

import dev.ehi.core.vector.Vectors;
import dev.ehi.data.Qrels;
import java.util.List;

/**
 * Queries with their embeddings and judgments.
 *
 * @param name of the split, such as {@code test}
 * @param ids query ids; each must be judged in {@code qrels}
 * @param vectors one row a query, of length 1 // (queries, dim)
 * @param qrels judgments; those of other queries are ignored
 */
public record QuerySet(String name, List<String> ids, Vectors vectors, Qrels qrels) {

  public QuerySet {
    ids = List.copyOf(ids);
    if (ids.isEmpty()) {
      throw new IllegalArgumentException("query set '" + name + "' is empty");
    }
    if (ids.size() != vectors.size()) {
      throw new IllegalArgumentException(
          "query set '%s' has %d ids and %d vectors".formatted(name, ids.size(), vectors.size()));
    }
    for (String id : ids) {
      if (!qrels.queryIds().contains(id)) {
        throw new IllegalArgumentException(
            "query '%s' of query set '%s' has no judgments: leave it out".formatted(id, name));
      }
    }
  }

  public int size() {
    return ids.size();
  }
}
