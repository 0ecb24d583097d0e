package dev.ehi.train.sample;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * Ids and judgements of what a run trains on; texts or vectors stand beside it in the same order.
 *
 * @param name of the set, for messages
 * @param documents ids of the corpus
 * @param pairs to train on
 * @param dev held out
 */
public record TrainingSet(String name, Ordinals documents, TrainingPairs pairs, DevQueries dev) {

  /** 16 hexadecimal digits that change with the ids, so that a run is not continued on others. */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Ordinals ids : List.of(documents, pairs.queries(), dev.queries())) {
        for (String id : ids.ids()) {
          digest.update(id.getBytes(StandardCharsets.UTF_8));
          digest.update((byte) '\n');
        }
        digest.update((byte) 0);
      }
      digest.update(Integer.toString(pairs.size()).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
