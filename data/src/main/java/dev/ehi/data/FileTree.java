package dev.ehi.data;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The files below one root, by their paths relative to it with {@code /} between names: a folder or
 * a zip.
 */
sealed interface FileTree permits FolderTree, ZipTree {
  /** How errors call the root. */
  String location();

  /** The relative paths of all files, at most a few folders deep. */
  SortedSet<String> paths();

  /** One of {@link #paths()}, to read. */
  TextFile file(String path);

  /** The file of that path, plain or with {@code .gz} added. */
  default Optional<TextFile> find(String path) {
    return List.of(path, path + ".gz").stream()
        .filter(paths()::contains)
        .findFirst()
        .map(this::file);
  }

  /** The folder that all paths share, with a {@code /} at its end; empty when there is none. */
  static String commonFolder(Collection<String> paths) {
    NavigableSet<String> tops = new TreeSet<>();
    for (String path : paths) {
      tops.add(path.substring(0, path.indexOf('/') + 1));
    }
    return tops.size() == 1 ? tops.first() : "";
  }
}
