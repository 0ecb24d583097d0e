package dev.ehi.bench.peers;

import dev.ehi.bench.Timing;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.ListRandomAccessVectorValues;
import io.github.jbellis.jvector.graph.RandomAccessVectorValues;
import io.github.jbellis.jvector.graph.disk.OnDiskGraphIndex;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.util.Bits;
import io.github.jbellis.jvector.vector.VectorSimilarityFunction;
import io.github.jbellis.jvector.vector.VectorizationProvider;
import io.github.jbellis.jvector.vector.types.VectorFloat;
import io.github.jbellis.jvector.vector.types.VectorTypeSupport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;

/** JVector's graph of float32 vectors, in memory; the builder decides what is not set here. */
final class JVectorPeer implements Peer {

  private static final VectorTypeSupport TYPES =
      VectorizationProvider.getInstance().getVectorTypeSupport();
  private static final VectorSimilarityFunction SIMILARITY = VectorSimilarityFunction.DOT_PRODUCT;
  private static final float NEIGHBOR_OVERFLOW = 1.2f; // as in JVector's examples
  private static final float ALPHA = 1.2f;

  private final Workload workload;

  JVectorPeer(Workload workload) {
    this.workload = workload;
  }

  @Override
  public String name() {
    return "JVector float32";
  }

  @Override
  public Origin origin() {
    return Origin.OTHER;
  }

  @Override
  public String note() {
    return "vectors and graph in memory; bytes are those of the graph with its vectors written to a"
        + " file";
  }

  @Override
  public List<Build> builds() {
    return List.of(graph(16, 100), graph(32, 100), graph(64, 200));
  }

  private Build graph(int maxDegree, int beamWidth) {
    return new Build(
        "degree %d, beam %d, alpha %.1f, overflow %.1f"
            .formatted(maxDegree, beamWidth, ALPHA, NEIGHBOR_OVERFLOW),
        count -> new Graph(maxDegree, beamWidth, count));
  }

  /** A graph that may grow. */
  private final class Graph implements PeerIndex {
    private final List<VectorFloat<?>> vectors = new ArrayList<>();
    private final RandomAccessVectorValues values =
        new ListRandomAccessVectorValues(vectors, workload.documents().dim());
    private final List<VectorFloat<?>> queries = new ArrayList<>();
    private final ForkJoinPool oneThread = new ForkJoinPool(1);
    private final GraphIndexBuilder builder;
    private final Timing built;
    private GraphSearcher searcher;

    Graph(int maxDegree, int beamWidth, int count) throws IOException {
      for (float[] query : workload.queryRows()) {
        queries.add(TYPES.createFloatVector(query));
      }
      builder =
          GraphIndexBuilder.builder(
                  BuildScoreProvider.randomAccessScoreProvider(values, SIMILARITY),
                  workload.documents().dim(),
                  maxDegree)
              .withBeamWidth(beamWidth)
              .withNeighborOverflow(NEIGHBOR_OVERFLOW)
              .withAlpha(ALPHA)
              .withSimdExecutor(oneThread)
              .withParallelExecutor(oneThread)
              .build();
      built =
          Timing.of(
              () -> {
                add(count);
                builder.cleanup();
              });
      searcher = new GraphSearcher(builder.getGraph());
    }

    private void add(int to) {
      for (int i = vectors.size(); i < to; i++) {
        VectorFloat<?> vector = TYPES.createFloatVector(workload.documents().row(i));
        vectors.add(vector);
        builder.addGraphNode(i, vector);
      }
    }

    @Override
    public Timing built() {
      return built;
    }

    @Override
    public Timing extend(int to) throws IOException {
      return Timing.of(
          () -> {
            add(to);
            builder.cleanup();
            searcher.close();
            searcher = new GraphSearcher(builder.getGraph());
          });
    }

    @Override
    public List<Setting> settings() {
      return GeometricGrid.graphWidths()
          .mapToObj(
              width ->
                  new Setting(
                      "rerankK " + width,
                      query -> Answer.timed(() -> search(queries.get(query), width))))
          .toList();
    }

    private int[] search(VectorFloat<?> query, int width) {
      return Arrays.stream(
              searcher
                  .search(
                      DefaultSearchScoreProvider.exact(query, SIMILARITY, values),
                      Workload.K,
                      width,
                      /* threshold= */ 0,
                      /* rerankFloor= */ 0,
                      Bits.ALL)
                  .getNodes())
          .mapToInt(node -> node.node)
          .toArray();
    }

    @Override
    public Size size() throws IOException {
      Path file = Files.createTempFile(workload.scratch(), "jvector", "");
      OnDiskGraphIndex.write(builder.getGraph(), values, file);
      long bytes = Files.size(file);
      Files.delete(file);
      return new Size(bytes, "file written");
    }

    @Override
    public void close() throws IOException {
      searcher.close();
      builder.close();
      oneThread.shutdown();
    }
  }
}
