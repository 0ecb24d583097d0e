package dev.ehi.eval.compare;

import dev.ehi.core.progress.Progress;
import dev.ehi.core.tree.Tree;
import dev.ehi.data.Qrels;
import dev.ehi.eval.Embeddings;
import dev.ehi.eval.compare.Contender.Hnsw;
import dev.ehi.eval.compare.Contender.KMeansIvf;
import dev.ehi.eval.compare.Contender.LearnedTree;
import dev.ehi.eval.compare.Results.Kind;
import dev.ehi.eval.curve.Curve;
import dev.ehi.eval.curve.LeafCurves;
import dev.ehi.eval.curve.LeafIndex;
import dev.ehi.eval.curve.Measures;
import dev.ehi.eval.curve.SplicedCurve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Compares ways to search at equal measured cost: exact search, trees, tuned k-means and HNSW on
 * the embeddings of one or more encoders.
 *
 * <p>Cost is the mean share of the corpus whose vectors are scored, duplicates counted each time,
 * plus the routing cost in dot products. The headline of a method is the cost at which it reaches
 * 95, 98 and 99 % of the exact nDCG@10 of its own encoder. Whatever has settings is tuned on the
 * dev queries.
 */
public final class Comparison {

  private final String set;
  private final List<Contender> contenders;
  private final Optional<Qrels> training;
  private final Texts texts;
  private final Map<String, String> caller;
  private final Map<String, Map<String, String>> trainings; // by encoder
  private final Map<String, Results.Course> courses; // by encoder
  private final ComparisonConfig config;
  private final Progress progress;

  private Comparison(Builder builder, ComparisonConfig config, Progress progress) {
    this.set = builder.set;
    this.contenders = List.copyOf(builder.contenders);
    this.training = builder.training;
    this.texts = builder.texts;
    this.caller = builder.caller;
    this.trainings = Map.copyOf(builder.trainings);
    this.courses = Map.copyOf(builder.courses);
    this.config = config;
    this.progress = progress;
  }

  /** Starts a comparison on a retrieval set of the given name. */
  public static Builder on(String set) {
    return new Builder(set);
  }

  /** What is compared; everything but the contenders is optional. */
  public static final class Builder {
    private final String set;
    private final List<Contender> contenders = new ArrayList<>();
    private Optional<Qrels> training = Optional.empty();
    private Texts texts = Texts.ids();
    private Map<String, String> caller = Map.of();
    private final Map<String, Map<String, String>> trainings = new HashMap<>();
    private final Map<String, Results.Course> courses = new HashMap<>();

    private Builder(String set) {
      this.set = set;
    }

    /** Adds a method; exact search of its embeddings comes with it. */
    public Builder contender(Contender contender) {
      contenders.add(contender);
      return this;
    }

    /** Training judgments, to tell queries about seen documents from those about unseen ones. */
    public Builder training(Qrels qrels) {
      training = Optional.of(qrels);
      return this;
    }

    public Builder texts(Texts shown) {
      texts = shown;
      return this;
    }

    /** How the encoder of some embeddings was trained, to be recorded with them. */
    public Builder trained(String encoder, Map<String, String> training) {
      trainings.put(encoder, training);
      return this;
    }

    /** What the training of an encoder found on its way, to be shown with the results. */
    public Builder course(String encoder, Results.Course course) {
      courses.put(encoder, course);
      return this;
    }

    /** Facts to record beside the results, such as the git commit. */
    public Builder record(Map<String, String> facts) {
      caller = facts;
      return this;
    }

    /**
     * Measures everything.
     *
     * @throws IllegalArgumentException if there is no contender, or two have the same name
     * @throws java.util.concurrent.CancellationException if the thread is interrupted
     */
    public Results run(ComparisonConfig config, Progress progress) {
      Set<String> names = new HashSet<>();
      for (Contender contender : contenders) {
        if (!names.add(contender.name())) {
          throw new IllegalArgumentException("two contenders are named '" + contender.name() + "'");
        }
      }
      if (contenders.isEmpty()) {
        throw new IllegalArgumentException("nothing to compare: add a contender");
      }
      return new Comparison(this, config, progress).run();
    }
  }

  private Results run() {
    Map<String, Side> sides = sides();
    List<Measured> methods = new ArrayList<>();
    for (Side side : sides.values()) {
      methods.addAll(measure(side));
    }
    List<Pair> pairs = Pair.among(methods, contenders);
    Side first = sides.values().iterator().next();
    return new Results(
        Environment.setting(set, first.embeddings(), config, caller),
        sides.values().stream().map(Side::encoder).toList(),
        methods.stream().map(m -> Summary.of(m, config)).toList(),
        MatchedTests.of(pairs, config),
        MatchedTests.omitted(pairs, config),
        training.map(q -> QueryGroups.of(q, methods, config)).orElse(List.of()),
        first.queries().ids(),
        MatchedTests.perQuery(pairs, config),
        Examples.of(pairs, texts, config));
  }

  private Map<String, Side> sides() {
    Map<String, Side> sides = new LinkedHashMap<>();
    for (Contender contender : contenders) {
      Embeddings embeddings = contender.embeddings();
      Side side =
          sides.computeIfAbsent(
              embeddings.name(),
              name ->
                  Side.of(
                      embeddings,
                      trainings.getOrDefault(name, Map.of()),
                      Optional.ofNullable(courses.get(name)),
                      config,
                      progress));
      if (!side.embeddings().equals(embeddings)) {
        throw new IllegalArgumentException(
            "two different embeddings are named '" + embeddings.name() + "'");
      }
    }
    return sides;
  }

  private List<Measured> measure(Side side) {
    List<Contender> own =
        contenders.stream().filter(c -> c.embeddings().equals(side.embeddings())).toList();
    List<Measured> methods = new ArrayList<>();
    TimedSearch timer = new TimedSearch(side, config, progress);
    TuningQueries tuning = new TuningQueries(side, config, progress);
    methods.add(exact(side).withTimings(timer.exact()));
    methods.addAll(leafMethods(side, own, tuning, timer));
    for (Contender contender : own) {
      if (contender instanceof Hnsw hnsw) {
        methods.add(Graph.measure(hnsw, side, tuning, timer, config, progress));
      }
    }
    return methods;
  }

  private static Measured exact(Side side) {
    return new Measured(
        side.embeddings().name() + " + exact",
        Kind.EXACT,
        side,
        Map.of(),
        SplicedCurve.of(side.exactCurve()),
        List.of(),
        List.of(),
        List.of());
  }

  /** Trees, their starts and k-means indexes; then trees and k-means through their links. */
  private List<Measured> leafMethods(
      Side side, List<Contender> own, TuningQueries queries, TimedSearch timer) {
    LeafTuning tuning = new LeafTuning(side, queries, config, progress);
    LinkedLeaves linked = new LinkedLeaves(side, queries, config, progress);
    List<LeafMethod> found = new ArrayList<>();
    List<Measured> throughLinks = new ArrayList<>();
    for (Contender contender : own) {
      switch (contender) {
        case LearnedTree tree -> {
          List<LeafIndex> indexes = LeafIndexes.of(tree, progress);
          found.add(LeafMethod.plain(tree.name(), plain(tree, indexes)));
          found.add(
              LeafMethod.tuned(tree.tunedName(), Kind.TREE, tuning.tune(indexes), queries.name()));
          tree.start()
              .ifPresent(
                  start -> found.add(LeafMethod.plain(tree.startName(), index(tree, start))));
          linked.measure(tree.linkedName(), Kind.TREE, indexes, timer).ifPresent(throughLinks::add);
        }
        case KMeansIvf ivf -> {
          List<LeafIndex> indexes = LeafIndexes.of(ivf, config.seed(), progress);
          found.add(LeafMethod.tuned(ivf.name(), Kind.IVF, tuning.tune(indexes), queries.name()));
          linked.measure(ivf.linkedName(), Kind.IVF, indexes, timer).ifPresent(throughLinks::add);
        }
        case Hnsw hnsw -> {}
      }
    }
    List<Measured> methods = new ArrayList<>(measured(side, found, timer));
    methods.addAll(throughLinks);
    return methods;
  }

  /** All in one pass over the queries. */
  private List<Measured> measured(Side side, List<LeafMethod> found, TimedSearch timer) {
    List<Curve> curves =
        LeafCurves.compute(
            side.corpus(),
            side.queries(),
            Measures.all(side.judgments()),
            found.stream().flatMap(m -> m.policies().stream()).toList(),
            config.grid(),
            config.threads(),
            progress);
    List<Measured> methods = new ArrayList<>();
    int next = 0;
    for (LeafMethod method : found) {
      int end = next + method.policies().size();
      Measured measured = method.measured(side, curves.subList(next, end));
      methods.add(measured.withTimings(timer.leaves(measured)));
      next = end;
    }
    return methods;
  }

  /** With each document in one leaf. */
  private LeafIndex plain(LearnedTree contender, List<LeafIndex> indexes) {
    return indexes.stream()
        .filter(index -> index.leavesPerDocument() == 1)
        .findFirst()
        .orElseGet(() -> index(contender, contender.tree()));
  }

  private LeafIndex index(LearnedTree contender, Tree tree) {
    return LeafIndex.build(tree, contender.embeddings().documents(), 1, progress);
  }
}
