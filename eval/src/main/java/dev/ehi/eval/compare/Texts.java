package dev.ehi.eval.compare;

/** Where the words of queries and documents come from, for the examples in a report. */
public interface Texts {

  String query(String id);

  String document(String id);

  /** Shows ids only. */
  static Texts ids() {
    return new Texts() {
      @Override
      public String query(String id) {
        return id;
      }

      @Override
      public String document(String id) {
        return id;
      }
    };
  }
}
