package dev.ehi.eval.compare;

import dev.ehi.core.tree.LeafAgreement;
import dev.ehi.core.tree.LeafBalance;
import dev.ehi.eval.curve.Crossing;
import dev.ehi.eval.curve.CurvePoint;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that a comparison found; {@code results.json} is this record. Costs are shares of the corpus
 * size: 0.01 is one dot product for each hundred documents.
 *
 * @param setting what was compared on what
 * @param encoders exact search of each encoder
 * @param methods every way of searching, exact search included
 * @param tests paired tests between methods at equal total cost
 * @param untested budgets at which pairs could not be tested, with the reason
 * @param groups quality by how often a query's relevant documents occur in training; empty without
 *     training judgments
 * @param queryIds of the test queries
 * @param perQuery nDCG@10 of every test query, for each side of a test
 * @param examples queries that one method answers and the other does not
 */
public record Results(
    Setting setting,
    List<Encoder> encoders,
    List<Method> methods,
    List<Test> tests,
    List<Untested> untested,
    List<Group> groups,
    List<String> queryIds,
    List<PerQuery> perQuery,
    List<ExampleList> examples) {

  /** The same without the values of single queries. */
  public Results summary() {
    return new Results(
        setting, encoders, methods, tests, untested, groups, List.of(), List.of(), examples);
  }

  /** The kinds of methods. */
  public enum Kind {
    EXACT,
    TREE,
    IVF,
    HNSW
  }

  /** What a timed search goes through. */
  public enum Through {
    /** A Lucene index of one segment. */
    LUCENE,
    /** The vectors in memory, leaf by leaf, also by rules to stop that need to know all leaves. */
    MEMORY
  }

  /**
   * What was compared, on what, and with what.
   *
   * @param set name of the retrieval set
   * @param created instant in ISO 8601
   * @param versions of the JVM, Lucene, the machine
   * @param caller what the caller wants recorded, such as the git commit
   */
  public record Setting(
      String set,
      int documents,
      int queries,
      int dim,
      String created,
      Map<String, String> versions,
      ComparisonConfig config,
      Map<String, String> caller) {}

  /**
   * Exact search of one encoder.
   *
   * @param exact metric to its mean under exact search
   * @param low lower bound of the bootstrapped 95 % interval of the mean nDCG@10
   * @param high upper bound
   * @param training how the model was trained: resolved configuration, seed, versions and commit by
   *     their keys; empty if not known
   * @param course how the model came about while it was trained; absent if that is not known
   */
  public record Encoder(
      String name,
      Map<String, Double> exact,
      double low,
      double high,
      Map<String, String> training,
      Optional<Course> course) {}

  /**
   * What training found each time it looked at the whole corpus.
   *
   * @param surveys by step
   * @param settled the tree trained alone at the end, if there was one
   */
  public record Course(List<Survey> surveys, Optional<Survey> settled) {}

  /**
   * A look at the whole corpus while training.
   *
   * @param step updates before it
   * @param dev whether held-out queries meet their documents in leaves
   * @param training the same of a sample of the training queries
   * @param churn share of documents whose leaf is another than at the look before
   * @param score of the held-out queries
   */
  public record Survey(
      long step,
      LeafBalance balance,
      Optional<LeafAgreement> dev,
      Optional<LeafAgreement> training,
      Optional<Double> churn,
      Optional<DevScore> score) {}

  /**
   * Mean nDCG@10 of held-out queries while training.
   *
   * @param exact when every document is scored
   */
  public record DevScore(double exact, List<AtBudget> atBudgets) {}

  /**
   * @param budget share of the corpus scored
   */
  public record AtBudget(double budget, double ndcg) {}

  /**
   * One way of searching.
   *
   * @param encoder whose embeddings it searches
   * @param settings such as leaf count, tree id or M
   * @param curve quality by cost, thinned for drawing
   * @param reported the curve at the grid's shares of the corpus
   * @param crossings cost of each fraction of the exact nDCG@10 that is reached
   * @param timings through a Lucene index where that can hold the method, and for leaves through
   *     memory
   * @param leaves absent for methods without leaves, or that go on through links
   * @param tuning candidates that the settings were chosen from
   */
  public record Method(
      String name,
      Kind kind,
      String encoder,
      Map<String, String> settings,
      List<CurvePoint> curve,
      List<CurvePoint> reported,
      List<Crossing> crossings,
      List<Timing> timings,
      Optional<Leaves> leaves,
      List<Candidate> tuning) {}

  /**
   * Searches of one thread.
   *
   * @param fraction of the exact nDCG@10 that the budget is for
   * @param through what was searched
   * @param setting how much it was asked to visit, such as {@code 340 documents}
   * @param documents mean share of the corpus that was scored
   * @param cpuMillis mean CPU time of the searching thread for one query
   * @param ndcg mean nDCG@10 over the timed queries
   * @param exactNdcg that of exact search on the same queries
   * @param agreement share of the timed queries for which the result is the one that the curve
   *     predicts
   */
  public record Timing(
      double fraction,
      Through through,
      String setting,
      double documents,
      double cpuMillis,
      double ndcg,
      double exactNdcg,
      double agreement) {}

  /**
   * How documents are spread over leaves.
   *
   * @param sizes documents in each leaf
   * @param routing whether queries and their documents meet there
   */
  public record Leaves(LeafBalance balance, List<Integer> sizes, LeafAgreement routing) {}

  /**
   * One choice of settings tried in tuning, with its costs on the tuning queries.
   *
   * @param build what the index is built of, such as its leaf count or M
   * @param search what is chosen for each search, such as when it stops
   * @param chosen whether the method uses it, at some of its costs at least
   */
  public record Candidate(
      Map<String, String> build,
      Map<String, String> search,
      List<Crossing> crossings,
      boolean chosen) {}

  /**
   * A two-sided paired randomisation test on nDCG@10.
   *
   * @param budget total cost of both sides; 1 for exact search
   * @param difference mean of left minus right
   */
  public record Test(
      String left,
      String right,
      double budget,
      double leftNdcg,
      double rightNdcg,
      double difference,
      double pValue,
      int wins,
      int losses) {}

  /**
   * A method at a total cost.
   *
   * @param ndcg one a query
   */
  public record PerQuery(String method, double budget, List<Double> ndcg) {}

  /** A budget at which a pair is not tested, because a side does not fill it. */
  public record Untested(String left, String right, double budget, String reason) {}

  /**
   * A method on some of the queries.
   *
   * @param group such as {@code unseen}: the queries with no relevant document that has a training
   *     query
   * @param exact mean nDCG@10 of exact search on the group
   * @param ndcg mean nDCG@10 of the method at the budget
   */
  public record Group(
      String group, String method, double budget, int queries, double exact, double ndcg) {}

  /** Queries on which two methods differ most at equal total cost. */
  public record ExampleList(
      String left, String right, double budget, List<Example> wins, List<Example> losses) {}

  /**
   * One query and what two methods found for it.
   *
   * @param left nDCG@10
   * @param right nDCG@10
   * @param relevant the relevant documents
   */
  public record Example(
      String id,
      String text,
      double left,
      double right,
      List<String> relevant,
      List<Answer> leftTop,
      List<Answer> rightTop) {}

  /** A document in a ranking. */
  public record Answer(String id, String text, int grade) {}
}
