package dev.ehi.data;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder on disk. A folder that holds one folder and nothing else stands for that one. */
final class FolderTree implements FileTree {
  private static final int DEPTH = 3;

  private final Path root;
  private final SortedSet<String> paths;

  FolderTree(Path folder) {
    SortedSet<String> below = list(folder);
    String top = FileTree.commonFolder(below);
    this.root = folder.resolve(top);
    this.paths =
        Collections.unmodifiableSortedSet(
            below.stream()
                .map(path -> path.substring(top.length()))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Override
  public String location() {
    return root.toString();
  }

  @Override
  public SortedSet<String> paths() {
    return paths;
  }

  @Override
  public TextFile file(String path) {
    return TextFile.of(root.resolve(path));
  }

  private static SortedSet<String> list(Path folder) {
    try (Stream<Path> files = Files.walk(folder, DEPTH, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace(File.separatorChar, '/'))
          .collect(Collectors.toCollection(TreeSet::new));
    } catch (IOException e) {
      throw DataException.inFile(folder.toString(), "cannot be listed: " + e.getMessage(), e);
    }
  }
}
