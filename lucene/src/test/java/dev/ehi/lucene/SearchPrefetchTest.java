package dev.ehi.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ehi.core.testing.Randomized;
import dev.ehi.core.tree.RandomTrees;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.tree.TreeShape;
import dev.ehi.core.vector.Vectors;
import dev.ehi.lucene.format.EhiSearchStrategy;
import dev.ehi.lucene.leaf.LeafCodes;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafField;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.scan.Budget;
import dev.ehi.lucene.scan.LeafPlan;
import dev.ehi.lucene.scan.LeafScan;
import dev.ehi.lucene.scan.SearchScope;
import dev.ehi.lucene.scan.SearchedSegment;
import dev.ehi.lucene.snapshot.Snapshot;
import dev.ehi.lucene.testing.RecordingDirectory;
import dev.ehi.lucene.testing.TestLayouts;
import dev.ehi.lucene.testing.TestVectors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.AcceptDocs;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TaskExecutor;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What searches ask for before they read it: all that they open, and nothing else. */
class SearchPrefetchTest {

  private static final int PAGE = 4096;

  @TempDir private Path folder;

  private final Map<String, BitSet> expected = new HashMap<>(); // bytes by file

  private Tree tree = Tree.single(1);
  private Vectors vectors = Vectors.allocate(0, 1);
  private int k;

  /** Several segments, some with deleted documents. */
  private void makeIndex(SplittableRandom random) throws IOException {
    int dim = random.nextInt(1, 200);
    tree = RandomTrees.of(new TreeShape(dim, random.nextInt(1, 8), random.nextInt(1, 4)), random);
    vectors = TestVectors.unit(random.nextInt(20, 500), dim, random);
    k = random.nextInt(1, 15);
    boolean deletes = random.nextBoolean();
    int flushEvery = random.nextInt(100, 1500);
    try (EhiIndex index = EhiIndex.create(folder, tree, TestLayouts.draw(random), Map.of())) {
      for (int i = 0; i < vectors.size(); i++) {
        index.add("d" + i, "", "", vectors.row(i));
        if (deletes && i % 7 == 3) {
          index.delete("d" + (i / 2));
        }
        if (i % flushEvery == flushEvery - 1) {
          index.searcher().close(); // flushes
        }
      }
      index.commit();
    }
  }

  private @Nullable Query filter(SplittableRandom random) {
    if (random.nextBoolean()) {
      return null;
    }
    int oneOf = random.nextInt(1, 30);
    return new TermInSetQuery(
        EhiIndex.ID_FIELD,
        IntStream.range(0, vectors.size())
            .filter(i -> random.nextInt(oneOf) == 0)
            .mapToObj(i -> new BytesRef("d" + i))
            .toList());
  }

  private Budget budget(SplittableRandom random) {
    return random.nextBoolean()
        ? new Budget.Beam(random.nextInt(1, tree.shape().leaves() + 1))
        : new Budget.Gap(random.nextDouble() * 3);
  }

  private interface Searches {
    void run(SnapshotSearch search, Vectors queries) throws IOException;
  }

  private void assertAsksForWhatItOpens(long seed, int queryCount, Searches searches)
      throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    makeIndex(random);
    Vectors queries = TestVectors.unit(queryCount, vectors.dim(), random);
    try (RecordingDirectory directory = new RecordingDirectory(new NIOFSDirectory(folder));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      SnapshotSearch search =
          new SnapshotSearch(
              new Snapshot(reader, directory, EhiIndex.VECTOR_FIELD),
              k,
              budget(random),
              filter(random));
      for (int q = 0; q < queries.size(); q++) {
        expect(search.segments(), search.plan(queries.row(q)));
      }
      directory.takeAsked();
      searches.run(search, queries);
      List<RecordingDirectory.Asked> asked = directory.takeAsked();
      assertAsked(scanned(asked, search));
      assertThat(rescored(asked, search)).allMatch(range -> isWholeVectors(range, search));
    }
  }

  @Randomized(times = 5)
  void aSearchAsksForTheLeavesThatItOpens(long seed) throws IOException {
    assertAsksForWhatItOpens(seed, 1, (search, queries) -> search.run(queries.row(0)));
  }

  @Randomized(times = 5)
  void aBatchAsksForTheLeavesThatAnyQueryOpens(long seed) throws IOException {
    int queryCount = 1 + (int) (seed & 7);
    assertAsksForWhatItOpens(
        seed,
        queryCount,
        (search, queries) -> new BatchSearch(search, queries).run(0, queries.size()));
  }

  @Randomized(times = 5)
  void aSearchByThreadsAsksForTheLeavesThatItOpens(long seed) throws IOException {
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      TaskExecutor executor = new TaskExecutor(threads);
      assertAsksForWhatItOpens(
          seed, 1, (search, queries) -> new ParallelSearch(search, executor).run(queries.row(0)));
    }
  }

  @Randomized(times = 5)
  void lucenesQueryAsksForTheLeavesThatItOpens(long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    makeIndex(random);
    float[] query = TestVectors.unit(1, vectors.dim(), random).row(0);
    Budget.Beam beam = new Budget.Beam(random.nextInt(1, tree.shape().leaves() + 1));
    try (RecordingDirectory directory = new RecordingDirectory(new NIOFSDirectory(folder));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Snapshot snapshot = new Snapshot(reader, directory, EhiIndex.VECTOR_FIELD);
      SnapshotSearch search = new SnapshotSearch(snapshot, k, beam, /* filter= */ null);
      LeafPlan plan = search.plan(query);
      for (Snapshot.Segment segment : snapshot.segments()) { // each on its own
        LeafReader leaves = segment.context().reader();
        AcceptDocs alive = AcceptDocs.fromLiveDocs(leaves.getLiveDocs(), leaves.maxDoc());
        if (segment.context().reader().numDocs() <= k) {
          return; // Lucene asks each segment for a number of hits of its own
        }
        expect(List.of(SearchedSegment.filtered(segment.leaves(), alive, 0)), plan);
      }
      directory.takeAsked();
      new IndexSearcher(reader)
          .search(
              new KnnFloatVectorQuery(
                  EhiIndex.VECTOR_FIELD, query, k, null, new EhiSearchStrategy(beam)),
              k);
      assertAsked(scanned(directory.takeAsked(), search));
    }
  }

  @Test
  void vectorsThatAreScoredAfterTheirCodesAreAskedForTogether() throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    int dim = 1100; // vectors of more than a page, which are not joined with others
    tree = RandomTrees.of(new TreeShape(dim, 4, 1), random);
    LeafLayout layout = new LeafLayout(LeafEncoding.INT8);
    try (EhiIndex index = EhiIndex.create(folder, tree, layout, Map.of())) {
      for (int i = 0; i < LeafScan.BLOCK; i++) {
        index.add("d" + i, "", "", TestVectors.unit(1, dim, random).row(0));
      }
      index.commit();
    }
    try (RecordingDirectory directory = new RecordingDirectory(new NIOFSDirectory(folder));
        DirectoryReader reader = DirectoryReader.open(directory)) {
      Snapshot snapshot = new Snapshot(reader, directory, EhiIndex.VECTOR_FIELD);
      SnapshotSearch search =
          new SnapshotSearch(snapshot, 10, new Budget.Beam(4), /* filter= */ null);
      directory.takeAsked();
      SearchResult result = search.run(TestVectors.unit(1, dim, random).row(0));
      long bytes =
          rescored(directory.takeAsked(), search).stream()
              .mapToLong(a -> a.end() - a.start())
              .sum();
      int vectorsAsked = (int) (bytes / (dim * Float.BYTES));
      assertThat(result.documentsRescored()).isGreaterThanOrEqualTo(10);
      assertThat(vectorsAsked)
          .isBetween((int) result.documentsRescored(), (int) result.documentsRescored() + 15);
    }
  }

  private void expect(List<SearchedSegment> segments, LeafPlan plan) throws IOException {
    if (new SearchScope(segments, plan).isCheapToScoreAll(k)) {
      for (SearchedSegment segment : segments) {
        expectSingleVectors(segment);
      }
      return;
    }
    long accepted = 0;
    for (int rank = 0; rank < plan.admitted(); rank++) {
      accepted += expect(segments, plan.leaf(rank));
    }
    long wanted = new SearchScope(segments, plan).wanted();
    List<Integer> further = new ArrayList<>();
    for (int rank = plan.admitted(); accepted < wanted && plan.leaf(rank) >= 0; rank++) {
      further.add(plan.leaf(rank));
      accepted += accepted(segments, plan.leaf(rank));
    }
    for (int leaf : further.size() > 1 ? further : List.<Integer>of()) {
      expect(segments, leaf);
    }
  }

  /** Those of accepted documents, unless these are so many that all are read from end to end. */
  private void expectSingleVectors(SearchedSegment segment) throws IOException {
    LeafField field = segment.field();
    List<Integer> accepted = new ArrayList<>(); // positions
    for (int ordinal = 0; ordinal < field.size(); ordinal++) {
      int position = field.position(field.positions(), ordinal, 0);
      if (segment.accepted().contains(field.documents(), position)) {
        accepted.add(position);
      }
    }
    boolean lieApart = 4 * accepted.size() < field.size() || field.copies() > 1;
    if (lieApart && field.codes() == null) {
      for (int position : accepted) {
        expect(field.vectors(), (long) position * field.stride(), field.stride());
      }
    }
  }

  private static int accepted(List<SearchedSegment> segments, int leaf) throws IOException {
    int accepted = 0;
    for (SearchedSegment segment : segments) {
      LeafField field = segment.field();
      for (int position = field.start(leaf); position < field.end(leaf); position++) {
        accepted += segment.accepted().contains(field.documents(), position) ? 1 : 0;
      }
    }
    return accepted;
  }

  /** Returns how many documents are accepted. */
  private int expect(List<SearchedSegment> segments, int leaf) throws IOException {
    for (SearchedSegment segment : segments) {
      LeafField field = segment.field();
      LeafCodes codes = field.codes();
      for (int position = field.start(leaf); position < field.end(leaf); position++) {
        if (!segment.accepted().contains(field.documents(), position)) {
          continue;
        }
        if (codes != null) {
          expect(codes.blocks(), codes.offset(leaf), codes.block(leaf).length());
        } else {
          expect(field.vectors(), (long) position * field.stride(), field.stride());
        }
      }
    }
    return accepted(segments, leaf);
  }

  private void expect(IndexInput input, long offset, long length) {
    RecordingDirectory.Asked range = RecordingDirectory.range(input, offset, offset + length);
    expected
        .computeIfAbsent(range.file(), file -> new BitSet())
        .set((int) range.start(), (int) range.end());
  }

  /** All that is expected, and no more than gaps of less than a page between. */
  private void assertAsked(Map<String, BitSet> asked) {
    assertThat(asked.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (file, bytes) -> {
          BitSet askedFor = asked.getOrDefault(file, new BitSet());
          BitSet missing = (BitSet) bytes.clone();
          missing.andNot(askedFor);
          BitSet tooMuch = (BitSet) askedFor.clone();
          tooMuch.andNot(joined(bytes));
          assertThat(missing.cardinality()).isZero();
          assertThat(tooMuch.cardinality()).isZero();
        });
  }

  private static BitSet joined(BitSet bytes) {
    BitSet joined = (BitSet) bytes.clone();
    int end = joined.nextClearBit(joined.nextSetBit(0));
    for (int next = joined.nextSetBit(end); next >= 0; next = joined.nextSetBit(end)) {
      if (next - end < PAGE) {
        joined.set(end, next);
      }
      end = joined.nextClearBit(next);
    }
    return joined;
  }

  /** What was asked for of the files that scans of leaves read. */
  private static Map<String, BitSet> scanned(
      List<RecordingDirectory.Asked> asked, SnapshotSearch search) throws IOException {
    Map<String, BitSet> bytes = new HashMap<>();
    List<String> files = new ArrayList<>();
    for (SearchedSegment segment : search.segments()) {
      LeafCodes codes = segment.field().codes();
      IndexInput input = codes == null ? segment.field().vectors() : codes.blocks();
      files.add(RecordingDirectory.range(input, 0, 0).file());
    }
    for (RecordingDirectory.Asked range : asked) {
      if (files.contains(range.file())) {
        bytes
            .computeIfAbsent(range.file(), file -> new BitSet())
            .set((int) range.start(), (int) range.end());
      }
    }
    return bytes;
  }

  /** What was asked for of vectors beside codes. */
  private static List<RecordingDirectory.Asked> rescored(
      List<RecordingDirectory.Asked> asked, SnapshotSearch search) {
    boolean hasCodes = search.segments().stream().allMatch(s -> s.field().codes() != null);
    return asked.stream().filter(range -> hasCodes && range.file().endsWith(".ehiv")).toList();
  }

  private static boolean isWholeVectors(RecordingDirectory.Asked range, SnapshotSearch search) {
    for (SearchedSegment segment : search.segments()) {
      try {
        LeafField field = segment.field();
        RecordingDirectory.Asked all =
            RecordingDirectory.range(field.vectors(), 0, field.vectorBytes());
        if (all.file().equals(range.file())) {
          return range.start() >= all.start()
              && range.end() <= all.end()
              && (range.start() - all.start()) % field.stride() == 0
              && (range.end() - all.start()) % field.stride() == 0;
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }
}
