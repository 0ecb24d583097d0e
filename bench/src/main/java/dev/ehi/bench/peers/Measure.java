package dev.ehi.bench.peers;

/** How good an answer is, from 0 to 1. */
enum Measure {
  /** The share of the exact {@link Workload#K} nearest documents that was found. */
  RECALL("recall@10"),

  /** By the judgements of the retrieval set, as trec_eval defines it. */
  NDCG("nDCG@10");

  private final String label;

  Measure(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }
}
