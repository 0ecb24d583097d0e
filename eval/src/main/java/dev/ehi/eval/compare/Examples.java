package dev.ehi.eval.compare;

import dev.ehi.eval.compare.Results.Answer;
import dev.ehi.eval.compare.Results.Example;
import dev.ehi.eval.compare.Results.ExampleList;
import dev.ehi.eval.curve.Corpus;
import dev.ehi.eval.curve.ExactScan;
import dev.ehi.eval.curve.Hits;
import dev.ehi.eval.curve.LeafPolicy;
import dev.ehi.eval.curve.LeafSearch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
      List<MatchedTests.Matched> matched = MatchedTests.Matched.of(pair, config);
      if (!matched.isEmpty() && isShown(pair.left()) && isShown(pair.right())) {
        lists.add(examples.list(matched.get(matched.size() / 2)));
      }
    }
    return lists;
  }

  private static boolean isShown(Measured method) {
    return method.kind() == Results.Kind.EXACT || method.index().isPresent();
  }

  private ExampleList list(MatchedTests.Matched matched) {
    Pair pair = matched.pair();
    Answers left = new Answers(pair.left(), matched.left());
    Answers right = new Answers(pair.right(), matched.right());
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
    return new ExampleList(pair.left().name(), pair.right().name(), matched.budget(), wins, losses);
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

  /** What one method finds at a point of its curve. */
  private final class Answers {
    private final Measured method;
    private final double[] ndcg; // (queries)
    private final Function<float[], Hits> search;

    Answers(Measured method, int point) {
      this.method = method;
      this.ndcg = method.curve().perQuery(point);
      this.search = search(method, point);
    }

    private static Function<float[], Hits> search(Measured method, int point) {
      Corpus corpus = method.side().corpus();
      Optional<LeafPolicy> policy = method.policy(point);
      if (policy.isEmpty()) {
        ExactScan scan = new ExactScan(corpus);
        return query -> scan.search(query, SHOWN);
      }
      LeafSearch leaves = new LeafSearch(policy.get(), corpus);
      double level = method.curve().level(point);
      return query -> leaves.search(query, level, SHOWN).hits();
    }

    List<Answer> top(int q) {
      Side side = method.side();
      Hits hits = search.apply(side.queries().vectors().row(q));
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
