package dev.ehi.train.diagnosis;

import java.util.Locale;

/**
 * A failure signature that a run shows.
 *
 * @param suggestion what to change, with the configuration's keys
 */
public record Finding(String signature, Severity severity, String evidence, String suggestion)
    implements Judgement {

  /** How bad it is. */
  public enum Severity {
    /** There is no result. */
    FAILURE,
    /** The result is worse than it need be. */
    WARNING,
    /** The run cannot tell how good its result is, or was lucky to come to one. */
    CAUTION;

    /** As people read it. */
    public String inWords() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All of it in one line. */
  public String line() {
    return "%s: %s: %s; try %s".formatted(severity.inWords(), signature, evidence, suggestion);
  }
}
