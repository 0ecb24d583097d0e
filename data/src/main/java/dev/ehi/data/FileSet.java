package dev.ehi.data;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the file formats share; readers can report malformed lines instead of stopping at them. */
abstract sealed class FileSet implements RetrievalSet permits BeirSet, MsMarcoSet {
  private static final List<String> USUAL_SPLITS = List.of("train", "dev", "test");
  private static final Comparator<String> SPLIT_ORDER =
      Comparator.comparingInt(
              (String split) -> USUAL_SPLITS.contains(split) ? USUAL_SPLITS.indexOf(split) : 3)
          .thenComparing(Comparator.naturalOrder());

  private final String name;
  private final FileTree tree;

  FileSet(String name, FileTree tree) {
    this.name = name;
    this.tree = tree;
  }

  abstract Stream<Document> documents(Problems problems);

  abstract Stream<Query> queries(Problems problems);

  abstract Qrels qrels(String split, Problems problems);

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Stream<Document> documents() {
    return documents(Problems.THROW);
  }

  @Override
  public final Stream<Query> queries() {
    return queries(Problems.THROW);
  }

  @Override
  public Stream<Query> queries(String split) {
    Set<String> judged = qrels(split).queryIds();
    return queries().filter(query -> judged.contains(query.id()));
  }

  @Override
  public final Qrels qrels(String split) {
    return qrels(split, Problems.THROW);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + tree.location() + "]";
  }

  final FileTree tree() {
    return tree;
  }

  /** A required file, plain or .gz. */
  final TextFile require(String path) {
    return tree.find(path)
        .orElseThrow(
            () ->
                DataException.inFile(
                    tree.location(), "has no %s (nor %s.gz)".formatted(path, path)));
  }

  final TextFile requireSplit(String split, String path) {
    if (!splits().contains(split)) {
      throw DataException.inFile(
          tree.location(),
          "no split \"%s\": there is no %s; the splits are %s".formatted(split, path, splits()));
    }
    return require(path);
  }

  /** The names between prefix and suffix among the tree's paths, in the usual order. */
  final Set<String> namesBetween(String prefix, String suffix) {
    Set<String> names = new TreeSet<>(SPLIT_ORDER);
    for (String path : tree.paths()) {
      String plain = path.endsWith(".gz") ? path.substring(0, path.length() - 3) : path;
      if (plain.startsWith(prefix)
          && plain.endsWith(suffix)
          && plain.length() > prefix.length() + suffix.length()) {
        String between = plain.substring(prefix.length(), plain.length() - suffix.length());
        if (between.indexOf('/') < 0) {
          names.add(between);
        }
      }
    }
    return names;
  }

  /** Passes on queries whose id is new; the same query may stand in several files. */
  static final class QueryMerge {
    private final Map<String, Integer> textHashes = new HashMap<>();

    @Nullable Query parsed(TextFile file, long line, Query query, IdSet inThisFile) {
      if (!inThisFile.add(query.id())) {
        throw duplicate(file.name(), line, "query id", query.id());
      }
      Integer known = textHashes.putIfAbsent(query.id(), query.text().hashCode());
      if (known != null && known != query.text().hashCode()) {
        throw DataException.atField(
            file.name(),
            line,
            "query id",
            "\"%s\" has another text in another queries file".formatted(query.id()));
      }
      return known == null ? query : null;
    }
  }

  static DataException duplicate(String file, long line, String field, String id) {
    return DataException.atField(
        file, line, field, "\"%s\" occurs twice; ids must be unique".formatted(id));
  }
}
