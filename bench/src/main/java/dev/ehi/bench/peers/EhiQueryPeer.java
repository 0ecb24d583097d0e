package dev.ehi.bench.peers;

import dev.ehi.bench.peers.LuceneIndex.QuerySetting;
import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.format.EhiVectorsFormat;
import dev.ehi.lucene.scan.Budget;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/** A trained tree as the vectors format of a Lucene index, through Lucene's own query. */
final class EhiQueryPeer implements Peer {

  private final Workload workload;
  private final Tree tree;

  EhiQueryPeer(Workload workload, Tree tree) {
    this.workload = workload;
    this.tree = tree;
  }

  @Override
  public String name() {
    return "EHI float32, Lucene's query";
  }

  @Override
  public Origin origin() {
    return Origin.EHI;
  }

  @Override
  public String note() {
    return "EhiVectorsFormat, KnnFloatVectorQuery with EhiSearchStrategy; training the tree is not"
        + " part of its build";
  }

  @Override
  public List<Build> builds() {
    EhiCodec codec = new EhiCodec(new EhiVectorsFormat(tree));
    return List.of(
        new Build(
            TreeBudgets.leaves(tree),
            count -> new LuceneIndex(workload, codec, count, settings())));
  }

  private List<QuerySetting> settings() {
    return TreeBudgets.of(tree).stream()
        .map(budget -> new QuerySetting(TreeBudgets.name(budget), new Spending(budget)))
        .toList();
  }

  /**
   * Queries that spend a budget. The strategy is kept as long as the reader is the same; it keeps
   * the plan of its last query, but no query is asked twice in a row.
   */
  private static final class Spending implements LuceneIndex.QueryMaker {
    private final Budget budget;
    private @Nullable IndexReader reader;
    private @Nullable EhiSearchStrategy strategy;

    Spending(Budget budget) {
      this.budget = budget;
    }

    @Override
    public Query query(IndexReader searched, float[] vector) throws IOException {
      EhiSearchStrategy kept = strategy;
      if (kept == null || searched != reader) {
        kept = EhiSearchStrategy.of(budget, searched, LuceneIndex.FIELD);
        strategy = kept;
        reader = searched;
      }
      return new KnnFloatVectorQuery(LuceneIndex.FIELD, vector, Workload.K, null, kept);
    }
  }
}
