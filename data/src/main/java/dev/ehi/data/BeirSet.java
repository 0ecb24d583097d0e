package dev.ehi.data;

import java.util.Set;
import java.util.stream.Stream;

/** A set in BEIR layout (Thakur et al. 2021): JSON lines, and qrels with three tab columns. */
final class BeirSet extends FileSet {
  static final String CORPUS = "corpus.jsonl";
  static final String QUERIES = "queries.jsonl";
  private static final String QRELS_PREFIX = "qrels/";
  private static final String QRELS_SUFFIX = ".tsv";

  BeirSet(String name, FileTree tree) {
    super(name, tree);
  }

  @Override
  Stream<Document> documents(Problems problems) {
    TextFile file = require(CORPUS);
    IdSet ids = new IdSet();
    return RecordStream.of(
        file,
        (text, line) -> {
          JsonLine json = JsonLine.parse(file.name(), line, text);
          return new Document(uniqueId(json, ids), json.optional("title"), json.required("text"));
        },
        problems);
  }

  @Override
  public boolean hasQueries() {
    return tree().find(QUERIES).isPresent();
  }

  @Override
  Stream<Query> queries(Problems problems) {
    return queries(require(QUERIES), problems);
  }

  static Stream<Query> queries(TextFile file, Problems problems) {
    IdSet ids = new IdSet();
    return RecordStream.of(
        file,
        (text, line) -> {
          JsonLine json = JsonLine.parse(file.name(), line, text);
          return new Query(uniqueId(json, ids), json.required("text"));
        },
        problems);
  }

  @Override
  public Set<String> splits() {
    return namesBetween(QRELS_PREFIX, QRELS_SUFFIX);
  }

  @Override
  Qrels qrels(String split, Problems problems) {
    TextFile file = requireSplit(split, QRELS_PREFIX + split + QRELS_SUFFIX);
    return QrelsReader.read(file, new QrelsReader.Beir(file.name()), problems);
  }

  private static String uniqueId(JsonLine json, IdSet ids) {
    String id = json.id();
    if (!ids.add(id)) {
      throw duplicate(json.file(), json.line(), JsonLine.ID, id);
    }
    return id;
  }
}
