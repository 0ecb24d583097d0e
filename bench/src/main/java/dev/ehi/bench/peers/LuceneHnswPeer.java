package dev.ehi.bench.peers;

import dev.ehi.bench.peers.LuceneIndex.QuerySetting;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.PatienceKnnVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.RescoreTopNQuery;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

/** Lucene's graph index, of vectors as they are or quantised. */
final class LuceneHnswPeer implements Peer {

  private static final List<Graph> GRAPHS = List.of(new Graph(16, 100), new Graph(32, 200));

  private final Workload workload;
  private final String name;
  private final String note;
  private final Function<Graph, KnnVectorsFormat> format;
  private final List<QuerySetting> settings;

  private record Graph(int maxConnections, int beamWidth) {}

  private LuceneHnswPeer(
      Workload workload,
      String name,
      String note,
      Function<Graph, KnnVectorsFormat> format,
      List<QuerySetting> settings) {
    this.workload = workload;
    this.name = name;
    this.note = note;
    this.format = format;
    this.settings = settings;
  }

  /** Of float32 vectors. */
  static LuceneHnswPeer floats(Workload workload) {
    return new LuceneHnswPeer(
        workload,
        "Lucene HNSW float32",
        "Lucene99HnswVectorsFormat, KnnFloatVectorQuery for ef neighbours, or PatienceKnnVectorQuery",
        graph -> new Lucene99HnswVectorsFormat(graph.maxConnections(), graph.beamWidth()),
        GeometricGrid.graphWidths()
            .boxed()
            .flatMap(width -> Stream.of(plain(width), patient(width)))
            .toList());
  }

  /** Of every quantisation that Lucene has between 1 and 8 bits. */
  static List<Peer> quantised(Workload workload) {
    return Stream.of(
            ScalarEncoding.UNSIGNED_BYTE,
            ScalarEncoding.SEVEN_BIT,
            ScalarEncoding.PACKED_NIBBLE,
            ScalarEncoding.SINGLE_BIT_QUERY_NIBBLE)
        .<Peer>map(encoding -> quantised(workload, encoding))
        .toList();
  }

  private static LuceneHnswPeer quantised(Workload workload, ScalarEncoding encoding) {
    List<QuerySetting> settings = new ArrayList<>();
    for (int width : GeometricGrid.graphWidths().toArray()) {
      settings.add(plain(width));
      IntStream.of(20, 50, width)
          .filter(rescored -> rescored <= width)
          .distinct()
          .forEach(rescored -> settings.add(rescored(width, rescored)));
    }
    return new LuceneHnswPeer(
        workload,
        "Lucene HNSW %d-bit".formatted(encoding.getBits()),
        "Lucene104HnswScalarQuantizedVectorsFormat %s, with and without rescoring by the float32 vectors"
            .formatted(encoding),
        graph ->
            new Lucene104HnswScalarQuantizedVectorsFormat(
                encoding, graph.maxConnections(), graph.beamWidth()),
        settings);
  }

  private static QuerySetting plain(int width) {
    return new QuerySetting("ef " + width, (reader, vector) -> nearest(vector, width));
  }

  private static QuerySetting patient(int width) {
    return new QuerySetting(
        "ef %d, patience".formatted(width),
        (reader, vector) ->
            PatienceKnnVectorQuery.fromFloatQuery(
                new KnnFloatVectorQuery(LuceneIndex.FIELD, vector, width)));
  }

  private static QuerySetting rescored(int width, int rescored) {
    return new QuerySetting(
        "ef %d, %d rescored".formatted(width, rescored),
        (reader, vector) ->
            RescoreTopNQuery.createFullPrecisionRescorerQuery(
                nearest(vector, width), vector, LuceneIndex.FIELD, rescored));
  }

  private static Query nearest(float[] vector, int width) {
    return new KnnFloatVectorQuery(LuceneIndex.FIELD, vector, width);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Origin origin() {
    return Origin.OTHER;
  }

  @Override
  public String note() {
    return note;
  }

  @Override
  public List<Build> builds() {
    return GRAPHS.stream().map(this::build).toList();
  }

  private Build build(Graph graph) {
    KnnVectorsFormat vectors = format.apply(graph);
    Lucene104Codec codec =
        new Lucene104Codec() {
          @Override
          public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
            return vectors;
          }
        };
    return new Build(
        "M %d, efConstruction %d".formatted(graph.maxConnections(), graph.beamWidth()),
        count -> new LuceneIndex(workload, codec, count, settings));
  }
}
