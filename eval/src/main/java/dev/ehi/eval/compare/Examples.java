package dev.ehi.eval.compare;

import dev.ehi.eval.compare.Results.Answer;
import dev.ehi.eval.compare.Results.Example;
import dev.ehi.eval.compare.Results.ExampleList;
import dev.ehi.eval.curve.ExactScan;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.LeafSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Picks the queries on which two methods differ most, and shows what each found. */
final class Examples {

  private static final int SHOWN = 3;

  private final Texts texts;
  private final int count;

  private Examples(Texts texts, int count) {
    this.texts = texts;
    this.count = count;
  }

  /**
   * One list a pair whose answers can be shown, at the middle one of the budgets that both fill.
   */
  static List<ExampleList> of(List<Pair> pairs, Texts texts, ComparisonConfig config) {
    Examples examples = new Examples(texts, config.examples());
    List<ExampleList> lists = new ArrayList<>();
    for (Pair pair : pairs) {
      List<Double> filled =
          MatchedTests.budgets(pair, config).stream()
              .filter(b -> pair.left().curve().filling(b).isPresent())
              .filter(b -> pair.right().curve().filling(b).isPresent())
              .toList();
      if (!filled.isEmpty() && isShown(pair.left()) && isShown(pair.right())) {
        lists.add(examples.list(pair, filled.get(filled.size() / 2)));
      }
    }
    return lists;
  }

  private static boolean isShown(Measured method) {
    return method.kind() == Results.Kind.EXACT || method.index().isPresent();
  }

  private ExampleList list(Pair pair, double budget) {
    Answers left = new Answers(pair.left(), budget);
    Answers right = new Answers(pair.right(), budget);
    List<Integer> byGain =
        IntStream.range(0, left.ndcg.length)
            .filter(q -> left.ndcg[q] != right.ndcg[q])
            .boxed()
            .sorted(Comparator.comparingDouble(q -> right.ndcg[q] - left.ndcg[q]))
            .toList();
    List<Example> wins =
        byGain.stream()
            .filter(q -> left.ndcg[q] > right.ndcg[q])
            .limit(count)
            .map(q -> example(q, left, right))
            .toList();
    List<Example> losses =
        byGain.reversed().stream()
            .filter(q -> left.ndcg[q] < right.ndcg[q])
            .limit(count)
            .map(q -> example(q, left, right))
            .toList();
    return new ExampleList(pair.left().name(), pair.right().name(), budget, wins, losses);
  }

  private Example example(int q, Answers left, Answers right) {
    Side side = left.method.side();
    String id = side.queries().ids().get(q);
    List<String> relevant =
        IntStream.of(side.judgments().relevant(q))
            .limit(SHOWN)
            .mapToObj(d -> texts.document(side.corpus().id(d)))
            .toList();
    return new Example(
        id, texts.query(id), left.ndcg[q], right.ndcg[q], relevant, left.top(q), right.top(q));
  }

  /** What one method finds at a budget. */
  private final class Answers {
    private final Measured method;
    private final double[] ndcg; // (queries)
    private final int point;

    Answers(Measured method, double budget) {
      this.method = method;
      this.point = method.curve().filling(budget).orElseThrow();
      this.ndcg = method.curve().perQuery(point);
    }

    List<Answer> top(int q) {
      Side side = method.side();
      float[] query = side.queries().vectors().row(q);
      double level = method.curve().level(point);
      Hits hits =
          method
              .policy(point)
              .map(p -> new LeafSearch(p, side.corpus()).search(query, level, SHOWN).hits())
              .orElseGet(() -> new ExactScan(side.corpus()).search(query, SHOWN));
      List<Answer> answers = new ArrayList<>();
      for (int rank = 0; rank < hits.size(); rank++) {
        int document = hits.document(rank);
        String id = side.corpus().id(document);
        answers.add(new Answer(id, texts.document(id), side.judgments().grade(q, document)));
      }
      return answers;
    }
  }
}
