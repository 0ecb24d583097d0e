package dev.ehi.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A set in the layout of MS MARCO passage ranking (Nguyen et al. 2016): two tab columns for
 * passages and for queries.
 */
final class MsMarcoSet extends FileSet {
  static final String COLLECTION = "collection.tsv";
  private static final String QUERIES_PREFIX = "queries.";
  private static final String QRELS_PREFIX = "qrels.";
  private static final String SUFFIX = ".tsv";

  MsMarcoSet(String name, FileTree tree) {
    super(name, tree);
  }

  @Override
  Stream<Document> documents(Problems problems) {
    TextFile file = require(COLLECTION);
    IdSet ids = new IdSet();
    return RecordStream.of(
        file,
        (text, line) -> {
          TwoColumns columns = TwoColumns.parse(file.name(), line, text, "passage");
          if (!ids.add(columns.id())) {
            throw duplicate(file.name(), line, TwoColumns.ID, columns.id());
          }
          return new Document(columns.id(), "", columns.text());
        },
        problems);
  }

  @Override
  public boolean hasQueries() {
    return !namesBetween(QUERIES_PREFIX, SUFFIX).isEmpty();
  }

  @Override
  Stream<Query> queries(Problems problems) {
    List<TextFile> files = new ArrayList<>();
    for (String part : namesBetween(QUERIES_PREFIX, SUFFIX)) {
      files.add(require(QUERIES_PREFIX + part + SUFFIX));
    }
    if (files.isEmpty()) {
      throw DataException.inFile(tree().location(), "has no queries.<split>.tsv (nor .gz)");
    }
    QueryMerge merge = new QueryMerge();
    return files.stream()
        .map(file -> queries(file, merge, problems))
        .reduce(Stream.empty(), Stream::concat);
  }

  @Override
  public Stream<Query> queries(String split) {
    if (tree().find(QUERIES_PREFIX + split + SUFFIX).isEmpty()) {
      return super.queries(split);
    }
    Set<String> judged = qrels(split).queryIds();
    return queries(require(QUERIES_PREFIX + split + SUFFIX), new QueryMerge(), Problems.THROW)
        .filter(query -> judged.contains(query.id()));
  }

  @Override
  public Set<String> splits() {
    return namesBetween(QRELS_PREFIX, SUFFIX);
  }

  @Override
  Qrels qrels(String split, Problems problems) {
    TextFile file = requireSplit(split, QRELS_PREFIX + split + SUFFIX);
    return QrelsReader.read(file, new QrelsReader.MsMarco(file.name()), problems);
  }

  static Stream<Query> queries(TextFile file, Problems problems) {
    return queries(file, new QueryMerge(), problems);
  }

  private static Stream<Query> queries(TextFile file, QueryMerge merge, Problems problems) {
    IdSet ids = new IdSet();
    return RecordStream.of(
        file,
        (text, line) -> {
          TwoColumns columns = TwoColumns.parse(file.name(), line, text, "query");
          Query query = new Query(columns.id(), columns.text());
          return merge.parsed(file, line, query, ids);
        },
        problems);
  }

  /** {@code id <tab> text}. */
  record TwoColumns(String id, String text) {
    static final String ID = "id";

    static TwoColumns parse(String file, long line, String row, String textName) {
      int tab = row.indexOf('\t');
      if (tab < 0 || row.indexOf('\t', tab + 1) >= 0) {
        long columns = row.chars().filter(c -> c == '\t').count() + 1;
        throw DataException.atLine(
            file, line, "%d columns; expected 2: id <tab> %s".formatted(columns, textName));
      }
      String id = row.substring(0, tab).strip();
      if (id.isEmpty()) {
        throw DataException.atField(file, line, ID, "is empty; give every line an id");
      }
      return new TwoColumns(id, row.substring(tab + 1));
    }
  }
}
