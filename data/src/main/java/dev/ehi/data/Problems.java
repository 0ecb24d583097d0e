package dev.ehi.data;

/** What happens to lines that cannot be read. */
interface Problems {
  /** The first problem ends the reading. */
  Problems THROW =
      problem -> {
        throw problem;
      };

  /** Takes note of one bad line, which is then left out. */
  void report(DataException problem);
}
