package dev.ehi.bench.peers;

import dev.ehi.bench.peers.LuceneIndex.QuerySetting;
import dev.ehi.core.tree.Tree;
import dev.ehi.lucene.format.EhiCodec;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.format.EhiVectorsFormat;
import java.util.List;
import org.apache.lucene.search.KnnFloatVectorQuery;

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

  /** A strategy keeps the plan of its last query, so each search gets a new one. */
  private List<QuerySetting> settings() {
    return TreeBudgets.of(tree).stream()
        .map(
            budget ->
                new QuerySetting(
                    TreeBudgets.name(budget),
                    (reader, vector) ->
                        new KnnFloatVectorQuery(
                            LuceneIndex.FIELD,
                            vector,
                            Workload.K,
                            null,
                            EhiSearchStrategy.of(budget, reader, LuceneIndex.FIELD))))
        .toList();
  }
}
