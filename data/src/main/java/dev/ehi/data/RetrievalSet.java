package dev.ehi.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A corpus, its queries and the relevance judgements of its splits, read from files.
 *
 * <p>Documents and queries are streamed: a set may be larger than memory. Streams should be closed
 * (try-with-resources) where they are not read to their end. Reading stops at the first malformed
 * line with a {@link DataException} that names file, line and field; {@link SetCheck} lists all. It
 * ends with a {@link java.util.concurrent.CancellationException} when the thread is interrupted.
 */
public sealed interface RetrievalSet permits FileSet {
  /** The name of the folder or zip. */
  String name();

  /** The documents in the order of the file; ids are unique. */
  Stream<Document> documents();

  /** Whether there are files with queries; a corpus may come alone. */
  boolean hasQueries();

  /** The queries of all splits, in the order of the files; ids are unique. */
  Stream<Query> queries();

  /** The queries that have judgements in the split. */
  Stream<Query> queries(String split);

  /** The splits with judgements: train, dev and test first, then others by name. */
  Set<String> splits();

  /**
   * The judgements of one of {@link #splits()}, read anew at each call.
   *
   * @throws DataException when there is no such split or a line is malformed
   */
  Qrels qrels(String split);

  /**
   * Finds out what the path holds; plain files or gzip ({@code .gz}).
   *
   * <ul>
   *   <li>BEIR, a folder or a zip: {@code corpus.jsonl}, {@code queries.jsonl}, {@code
   *       qrels/<split>.tsv};
   *   <li>MS MARCO, a folder or a zip: {@code collection.tsv}, {@code queries.<split>.tsv}, {@code
   *       qrels.<split>.tsv}.
   * </ul>
   *
   * Only the corpus is required here; what else is missing is an error when asked for.
   *
   * @throws DataException when the path holds neither; the message says what was looked for
   */
  static RetrievalSet open(Path path) {
    FileTree tree = tree(path);
    boolean beir = tree.find(BeirSet.CORPUS).isPresent();
    boolean msMarco = tree.find(MsMarcoSet.COLLECTION).isPresent();
    if (beir && msMarco) {
      throw DataException.inFile(
          tree.location(),
          "holds both BEIR (%s) and MS MARCO (%s); move one of them away"
              .formatted(BeirSet.CORPUS, MsMarcoSet.COLLECTION));
    }
    String name = name(path);
    if (beir) {
      return new BeirSet(name, tree);
    }
    if (msMarco) {
      return new MsMarcoSet(name, tree);
    }
    throw DataException.inFile(
        tree.location(),
        ("not a retrieval set; looked for BEIR (corpus.jsonl, queries.jsonl, qrels/<split>.tsv) and"
                + " MS MARCO (collection.tsv, queries.<split>.tsv, qrels.<split>.tsv), each plain or"
                + " .gz; found %s")
            .formatted(found(tree.paths())));
  }

  private static FileTree tree(Path path) {
    if (Files.isDirectory(path)) {
      return new FolderTree(path);
    }
    if (!Files.exists(path)) {
      throw DataException.inFile(path.toString(), "no such file or folder");
    }
    if (path.toString().toLowerCase(Locale.ROOT).endsWith(".zip")) {
      return new ZipTree(path);
    }
    throw DataException.inFile(
        path.toString(), "neither a folder nor a .zip; give the folder that holds the set's files");
  }

  private static String name(Path path) {
    String file = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    return file.toLowerCase(Locale.ROOT).endsWith(".zip")
        ? file.substring(0, file.length() - 4)
        : file;
  }

  private static String found(SortedSet<String> paths) {
    if (paths.isEmpty()) {
      return "no files";
    }
    String first = String.join(", ", paths.stream().limit(5).toList());
    return paths.size() > 5 ? first + " and " + (paths.size() - 5) + " more" : first;
  }
}
