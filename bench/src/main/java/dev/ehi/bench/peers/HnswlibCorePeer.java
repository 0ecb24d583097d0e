package dev.ehi.bench.peers;

import com.github.jelmerk.hnswlib.core.DistanceFunction;
import com.github.jelmerk.hnswlib.core.Item;
import com.github.jelmerk.hnswlib.core.hnsw.HnswIndex;
import dev.ehi.bench.Timing;
import dev.ehi.core.vector.DotProduct;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** hnswlib-core, the graph index in plain Java, with a distance that is faster than its own. */
final class HnswlibCorePeer implements Peer {

  private final Workload workload;

  HnswlibCorePeer(Workload workload) {
    this.workload = workload;
  }

  @Override
  public String name() {
    return "hnswlib-core float32";
  }

  @Override
  public Origin origin() {
    return Origin.OTHER;
  }

  @Override
  public String note() {
    return "in memory, with EHI's SIMD kernel as its distance, since its own is a scalar loop";
  }

  @Override
  public List<Build> builds() {
    return List.of(graph(16, 100), graph(32, 200));
  }

  /** A document as the library holds it. */
  private static final class Row implements Item<Integer, float[]> {
    private static final long serialVersionUID = 1;

    private final Integer id;
    private final float[] vector;

    Row(Integer id, float[] vector) {
      this.id = id;
      this.vector = vector;
    }

    @Override
    public Integer id() {
      return id;
    }

    @Override
    public float[] vector() {
      return vector;
    }

    @Override
    public int dimensions() {
      return vector.length;
    }
  }

  /** One less the dot product; serializable, as a saved index names its distance. */
  private enum Distance implements DistanceFunction<float[], Float> {
    INNER_PRODUCT;

    @Override
    public Float distance(float[] a, float[] b) {
      return 1 - DotProduct.best().dot(a, b);
    }
  }

  private Build graph(int connections, int efConstruction) {
    return new Build(
        "M %d, efConstruction %d".formatted(connections, efConstruction),
        count -> new Graph(connections, efConstruction, count));
  }

  /** A graph with room for all documents. */
  private final class Graph implements PeerIndex {
    private final float[][] queries = workload.queryRows();
    private final HnswIndex<Integer, float[], Row, Float> index;
    private final Timing built;

    Graph(int connections, int efConstruction, int count) {
      index =
          HnswIndex.newBuilder(
                  workload.documents().dim(), Distance.INNER_PRODUCT, workload.documents().size())
              .withM(connections)
              .withEfConstruction(efConstruction)
              .build();
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
            for (int i = index.size(); i < to; i++) {
              index.add(new Row(i, workload.documents().row(i)));
            }
          });
    }

    @Override
    public List<Setting> settings() {
      return GeometricGrid.graphWidths()
          .mapToObj(
              width ->
                  new Setting(
                      "ef " + width, query -> Answer.timed(() -> search(queries[query], width))))
          .toList();
    }

    private int[] search(float[] query, int width) {
      index.setEf(width);
      return index.findNearest(query, Workload.K).stream()
          .mapToInt(result -> result.item().id())
          .toArray();
    }

    @Override
    public Size size() throws IOException {
      Path file = Files.createTempFile(workload.scratch(), "hnswlib-core", "");
      try (OutputStream out = Files.newOutputStream(file)) {
        index.save(out);
      }
      long bytes = Files.size(file);
      Files.delete(file);
      return new Size(bytes, "file written");
    }

    @Override
    public void close() {}
  }
}
