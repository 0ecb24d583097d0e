package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.util.Arrays;
import java.util.List;
import org.apache.lucene.search.TopKnnCollector;

/** Scores every document with the kernel of {@code core}: exact, and the truth of the others. */
final class BruteForcePeer implements Peer {

  private final Workload workload;

  BruteForcePeer(Workload workload) {
    this.workload = workload;
  }

  /** The nearest documents of every query, best first. // (queries, k) */
  static int[][] exact(Workload workload) {
    BruteForcePeer peer = new BruteForcePeer(workload);
    try (Rows rows = peer.new Rows(workload.documents().size())) {
      return Arrays.stream(rows.queries).map(rows::nearest).toArray(int[][]::new);
    }
  }

  @Override
  public String name() {
    return "brute force";
  }

  @Override
  public Origin origin() {
    return Origin.OTHER;
  }

  @Override
  public String note() {
    return "EHI's SIMD kernel over all documents";
  }

  @Override
  public List<Build> builds() {
    return List.of(new Build("", Rows::new));
  }

  /** The rows of the first documents. */
  private final class Rows implements PeerIndex {
    private final Vectors rows =
        Vectors.allocate(workload.documents().size(), workload.documents().dim());
    private final float[][] queries = workload.queryRows();
    private final float[] scores = new float[rows.size()];
    private final Timing built;
    private int size;

    Rows(int count) {
      built = extend(count);
    }

    @Override
    public Timing built() {
      return built;
    }

    @Override
    public Timing extend(int to) {
      return Timing.of(
          () -> {
            for (; size < to; size++) {
              rows.set(size, workload.documents().row(size));
            }
          });
    }

    @Override
    public List<Setting> settings() {
      return List.of(new Setting("exact", query -> Answer.timed(() -> nearest(queries[query]))));
    }

    private int[] nearest(float[] query) {
      DotProduct.best().rows(rows.segment(), 0, size, query, scores);
      TopKnnCollector best = new TopKnnCollector(Workload.K, Integer.MAX_VALUE);
      for (int document = 0; document < size; document++) {
        best.collect(document, scores[document]);
      }
      return Arrays.stream(best.topDocs().scoreDocs).mapToInt(hit -> hit.doc).toArray();
    }

    @Override
    public Size size() {
      return new Size(4L * size * rows.dim(), "memory");
    }

    @Override
    public void close() {}
  }
}
