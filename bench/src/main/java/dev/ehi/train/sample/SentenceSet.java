package dev.ehi.train.sample;

import dev.ehi.data.BeirWriter;
import dev.ehi.data.Document;
import dev.ehi.data.Query;
import dev.ehi.data.RetrievalSet;
import dev.ehi.data.TextHash;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes one large set of short texts from several smaller sets: a document is a title, sentence or
 * line of theirs or a query of their training splits, or, when these are too few, two of them that
 * follow each other; the first 160 characters of each, each distinct text once. Queries are those
 * of their dev and test splits. It has no judgements: what should be found is what exact search
 * finds.
 *
 * <p>Arguments: the folder to be made, how many documents at most, and the sets.
 */
public final class SentenceSet {
  private static final int MOST_CHARS = 160;
  private static final List<String> ASKED = List.of("dev", "test");
  private static final String INDEXED = "train";

  private final BeirWriter writer;
  private final int most;
  private final Set<Long> texts = new HashSet<>(); // hashes of those written

  private SentenceSet(BeirWriter writer, int most) {
    this.writer = writer;
    this.most = most;
  }

  public static void main(String[] arguments) throws IOException {
    List<RetrievalSet> sets =
        Arrays.stream(arguments).skip(2).map(set -> RetrievalSet.open(Path.of(set))).toList();
    try (BeirWriter writer = BeirWriter.create(Path.of(arguments[0]))) {
      SentenceSet made = new SentenceSet(writer, Integer.parseInt(arguments[1]));
      for (RetrievalSet set : sets) {
        made.queries(set);
      }
      for (RetrievalSet set : sets) {
        made.sentences(set);
        made.trainingQueries(set);
      }
      for (RetrievalSet set : sets) {
        made.pairs(set);
      }
      writer.commit();
      System.out.printf("%d documents in %s%n", made.texts.size(), arguments[0]);
    }
  }

  private void queries(RetrievalSet set) throws IOException {
    for (String split : ASKED) {
      if (set.splits().contains(split)) {
        for (Query query : (Iterable<Query>) set.queries(split)::iterator) {
          writer.query(new Query(set.name() + "-" + query.id(), query.text()));
        }
      }
    }
  }

  private void sentences(RetrievalSet set) throws IOException {
    try (Stream<Document> documents = set.documents()) {
      for (Iterator<Document> rest = documents.iterator(); rest.hasNext() && !isFull(); ) {
        for (String text : Sentences.of(rest.next())) {
          add(text);
        }
      }
    }
  }

  private void trainingQueries(RetrievalSet set) throws IOException {
    if (!set.splits().contains(INDEXED)) {
      return;
    }
    try (Stream<Query> queries = set.queries(INDEXED)) {
      for (Iterator<Query> rest = queries.iterator(); rest.hasNext() && !isFull(); ) {
        add(rest.next().text());
      }
    }
  }

  private void pairs(RetrievalSet set) throws IOException {
    try (Stream<Document> documents = set.documents()) {
      for (Iterator<Document> rest = documents.iterator(); rest.hasNext() && !isFull(); ) {
        List<String> texts = Sentences.of(rest.next());
        for (int i = 1; i < texts.size(); i++) {
          add(texts.get(i - 1) + " " + texts.get(i));
        }
      }
    }
  }

  private void add(String sentence) throws IOException {
    String text = sentence.substring(0, Math.min(MOST_CHARS, sentence.length()));
    if (!isFull() && texts.add(TextHash.of(text))) {
      writer.document(new Document(Integer.toString(texts.size()), "", text));
    }
  }

  private boolean isFull() {
    return texts.size() == most;
  }
}
