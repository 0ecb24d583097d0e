package dev.ehi.train;

import dev.ehi.core.vector.Vectors;
import dev.ehi.train.metrics.LeafQuality;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A look at the whole corpus by the weights of one step.
 *
 * @param step updates before it
 * @param corpus as these weights see it
 * @param devQueries // (dev queries, dim)
 * @param leaves how well they serve
 * @param churn share of documents whose leaf is another than at the look before; null if there is
 *     nothing to compare with
 */
record Survey(
    long step, CorpusView corpus, Vectors devQueries, LeafQuality leaves, @Nullable Double churn) {

  /** For a line of progress. */
  String inShort() {
    StringBuilder text = new StringBuilder();
    leaves.agreement().ifPresent(a -> append(text, "purity", a.purity()));
    append(text, "CV", leaves.balance().variation());
    if (churn != null) {
      append(text, "churn", churn);
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, double value) {
    text.append(String.format(Locale.ROOT, ", %s %.2f", name, value));
  }
}
