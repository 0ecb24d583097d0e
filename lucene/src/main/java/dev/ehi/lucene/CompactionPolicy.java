package dev.ehi.lucene;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.FilterMergePolicy;
import org.apache.lucene.index.SegmentCommitInfo;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.TieredMergePolicy;
import org.jspecify.annotations.Nullable;

/**
 * Lucene's default, which leaves alone an index that is one segment without deletions; here it can
 * be told to write that one anew, so that it comes to carry what was learnt since.
 */
final class CompactionPolicy extends FilterMergePolicy {
  private volatile boolean rewriting;

  CompactionPolicy() {
    super(new TieredMergePolicy());
  }

  /** Whether forced merges write a single segment anew, from now on. */
  void setRewriting(boolean rewriting) {
    this.rewriting = rewriting;
  }

  @Override
  public @Nullable MergeSpecification findForcedMerges(
      SegmentInfos infos,
      int maxSegmentCount,
      Map<SegmentCommitInfo, Boolean> segmentsToMerge, // true for those that no merge has made yet
      MergeContext context)
      throws IOException {
    MergeSpecification found =
        super.findForcedMerges(infos, maxSegmentCount, segmentsToMerge, context);
    List<SegmentCommitInfo> asked =
        infos.asList().stream().filter(segmentsToMerge::containsKey).toList();
    if (found != null || !rewriting || asked.size() != 1) {
      return found;
    }
    SegmentCommitInfo only = asked.getFirst();
    if (!Boolean.TRUE.equals(segmentsToMerge.get(only))
        || context.getMergingSegments().contains(only)) {
      return null;
    }
    MergeSpecification rewrite = new MergeSpecification();
    rewrite.add(new OneMerge(asked));
    return rewrite;
  }
}
