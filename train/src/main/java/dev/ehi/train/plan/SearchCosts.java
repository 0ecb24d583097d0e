package dev.ehi.train.plan;

import dev.ehi.core.tree.Tree;
import dev.ehi.train.mining.LeafMap;
import java.util.List;

/** Measures what searches through a tree cost. */
interface SearchCosts {

  /**
   * The mean cost of the cheapest searches that find a share of the wanted documents.
   *
   * @param recalls rising shares
   * @param leaves of the documents in the tree
   * @return a point for each recall
   */
  List<CostCurve.Point> at(List<Double> recalls, Tree tree, LeafMap leaves);
}
