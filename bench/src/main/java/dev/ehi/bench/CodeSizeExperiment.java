package dev.ehi.bench;

import dev.ehi.core.quantised.Int4Quantiser;
import dev.ehi.core.quantised.Int8Quantiser;
import dev.ehi.core.quantised.ScalarQuantiser;
import dev.ehi.core.tree.LeafCursor;
import dev.ehi.core.tree.Router;
import dev.ehi.core.tree.Tree;
import dev.ehi.core.vector.DotProduct;
import dev.ehi.core.vector.Vectors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * How many bytes a search reads with codes of 8, 4 and 1 bit a component: codes of the documents it
 * visits and of the means of their leaves, and the float32 vectors of those that may be among the
 * best. Half of the queries set the margin that 99 % of the errors are within; the others are
 * measured. A document is counted as scored exactly if its estimate and the margin reach the tenth
 * best score, which is the least that any order of scoring does.
 *
 * <p>A component of 1 bit is the sign of what the mean of the leaf leaves of it (RaBitQ without its
 * rotation, arXiv 2405.12497); means are coded with 4 bits then.
 *
 * <p>Arguments: a model with a tree, or the number of leaves of a k-means tree; and the set as
 * {@code ehi encode} writes it.
 */
public final class CodeSizeExperiment {
  private static final int K = 10;
  private static final double COVERED = .99; // of the errors
  private static final double[] SHARES = {.01, .03, .1}; // of the documents, to be visited
  private static final DotProduct DOT = DotProduct.best();

  private final Tree tree;
  private final Vectors documents; // (documents, dim)
  private final Vectors queries; // (queries, dim)
  private final int[] leafOf; // (documents)
  private final List<List<Integer>> members = new ArrayList<>(); // by leaf

  private CodeSizeExperiment(Tree tree, Vectors documents, Vectors queries) {
    this.tree = tree;
    this.documents = documents;
    this.queries = queries;
    Router router = tree.documentRouter();
    leafOf = IntStream.range(0, documents.size()).map(i -> router.leaf(documents.row(i))).toArray();
    for (int leaf = 0; leaf < tree.shape().leaves(); leaf++) {
      members.add(new ArrayList<>());
    }
    for (int i = 0; i < leafOf.length; i++) {
      members.get(leafOf[i]).add(i);
    }
  }

  /** A way to code what the mean of a leaf leaves of a vector. */
  private record Coding(String name, int rowBytes, Code residual, Code mean) {}

  /** Gives back what the code of a vector stands for. */
  private interface Code {
    float[] of(float[] vector);
  }

  public static void main(String[] arguments) throws IOException {
    EncodedSet set = EncodedSet.read(Path.of(arguments[1]));
    Vectors documents = set.documents().vectors();
    CodeSizeExperiment experiment =
        new CodeSizeExperiment(TreeArgument.of(arguments[0], documents), documents, set.test());
    int dim = documents.dim();
    ScalarQuantiser int8 = new Int8Quantiser(dim);
    ScalarQuantiser int4 = new Int4Quantiser(dim);
    for (double share : SHARES) {
      int visited = (int) Math.ceil(share * documents.size());
      print("%,d documents visited, float32 reads %,d bytes", visited, visited * dim * Float.BYTES);
      experiment.report(visited, new Coding("8 bits", int8.rowBytes(), coded(int8), coded(int8)));
      experiment.report(visited, new Coding("4 bits", int4.rowBytes(), coded(int4), coded(int4)));
      experiment.report(
          visited, new Coding("1 bit", (dim + 7) / 8, CodeSizeExperiment::signs, coded(int4)));
    }
  }

  private static Code coded(ScalarQuantiser quantiser) {
    return vector -> {
      byte[] row = new byte[quantiser.rowBytes()];
      float[] decoded = new float[vector.length];
      quantiser.decode(row, quantiser.encode(vector, row), decoded);
      return decoded;
    };
  }

  /** a c with the signs c of the components and a = |v|^2 / (v . c). */
  private static float[] signs(float[] vector) {
    double squares = 0;
    double sum = 0;
    for (float v : vector) {
      squares += v * v;
      sum += Math.abs(v);
    }
    float factor = sum == 0 ? 0 : (float) (squares / sum);
    float[] decoded = new float[vector.length];
    for (int j = 0; j < decoded.length; j++) {
      decoded[j] = vector[j] < 0 ? -factor : factor;
    }
    return decoded;
  }

  private void report(int visited, Coding coding) {
    Vectors decoded = decoded(coding);
    int half = queries.size() / 2;
    double margin = margin(decoded, half, visited);
    double rescored = 0;
    double missed = 0;
    double leaves = 0;
    for (int q = half; q < queries.size(); q++) {
      float[] query = queries.row(q);
      int[] found = visited(query, visited);
      float[] exact = scores(documents, query, found);
      float[] estimates = scores(decoded, query, found);
      float tenth = sorted(exact)[Math.max(0, exact.length - K)];
      for (int i = 0; i < found.length; i++) {
        boolean reaches = estimates[i] + margin >= tenth;
        rescored += reaches ? 1 : 0;
        missed += !reaches && exact[i] >= tenth ? 1 : 0;
      }
      leaves += IntStream.of(found).map(d -> leafOf[d]).distinct().count();
    }
    int measured = queries.size() - half;
    int meanBytes = Math.max(coding.rowBytes(), (documents.dim() + 1) / 2);
    double codes =
        visited * (coding.rowBytes() + Float.BYTES) + leaves / measured * (meanBytes + Float.BYTES);
    double raw = rescored / measured * documents.dim() * Float.BYTES;
    print(
        "  %-7s margin %.4f  scored exactly %6.1f  of the top %d missed %.4f  bytes %,9.0f of codes + %,9.0f of vectors = %,9.0f",
        coding.name(),
        margin,
        rescored / measured,
        K,
        missed / measured / K,
        codes,
        raw,
        codes + raw);
  }

  /** What the codes of each document stand for. // (documents, dim) */
  private Vectors decoded(Coding coding) {
    Vectors decoded = Vectors.allocate(documents.size(), documents.dim());
    for (List<Integer> leaf : members) {
      float[] mean = coding.mean().of(mean(leaf));
      for (int document : leaf) {
        float[] vector = documents.row(document);
        float[] residual = new float[vector.length];
        for (int j = 0; j < residual.length; j++) {
          residual[j] = vector[j] - mean[j];
        }
        float[] code = coding.residual().of(residual);
        for (int j = 0; j < code.length; j++) {
          code[j] += mean[j];
        }
        decoded.set(document, code);
      }
    }
    return decoded;
  }

  private float[] mean(List<Integer> leaf) {
    float[] mean = new float[documents.dim()];
    for (int document : leaf) {
      float[] vector = documents.row(document);
      for (int j = 0; j < mean.length; j++) {
        mean[j] += vector[j] / leaf.size();
      }
    }
    return mean;
  }

  private double margin(Vectors decoded, int half, int visited) {
    List<Double> errors = new ArrayList<>();
    for (int q = 0; q < half; q++) {
      float[] query = queries.row(q);
      int[] found = visited(query, visited);
      float[] exact = scores(documents, query, found);
      float[] estimates = scores(decoded, query, found);
      for (int i = 0; i < found.length; i++) {
        errors.add((double) exact[i] - estimates[i]);
      }
    }
    errors.sort(Comparator.naturalOrder());
    return errors.get((int) (COVERED * (errors.size() - 1)));
  }

  private int[] visited(float[] query, int count) {
    LeafCursor cursor = tree.queryRouter().bestFirst(query);
    return IntStream.generate(cursor::next)
        .takeWhile(leaf -> leaf >= 0)
        .flatMap(leaf -> members.get(leaf).stream().mapToInt(Integer::intValue))
        .limit(count)
        .toArray();
  }

  private static float[] scores(Vectors vectors, float[] query, int[] of) {
    float[] scores = new float[of.length];
    DOT.rowsAt(vectors.segment(), of, 0, of.length, query, scores);
    return scores;
  }

  private static float[] sorted(float[] values) {
    float[] copy = values.clone();
    Arrays.sort(copy);
    return copy;
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format + "%n", arguments);
  }
}
