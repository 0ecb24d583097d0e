package dev.ehi.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Files of a small set, to be changed and then stored as a folder or a zip. */
final class SmallSet {
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Three documents, two queries, one split. */
  static SmallSet beir() {
    return new SmallSet()
        .with(
            "corpus.jsonl",
            """
            {"_id": "d1", "title": "Zürich", "text": "größte Stadt der Schweiz 🏔"}
            {"_id": "d2", "title": "", "text": "a \\"quoted\\" text", "metadata": {"x": [1, {}]}}
            {"_id": "d3", "title": null, "text": ""}
            """)
        .with(
            "queries.jsonl",
            """
            {"_id": "q1", "text": "largest city", "metadata": {}}
            {"_id": "q2", "text": "quoted"}
            """)
        .with("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\td2\t0\nq2\td2\t1\n");
  }

  /** Two passages, three queries in two files, qrels in both column counts. */
  static SmallSet msMarco() {
    return new SmallSet()
        .with("collection.tsv", "0\tThe presence of communication\n1\tThe Manhattan Project\n")
        .with("queries.train.tsv", "7\twho built it\n8\twhat is it\n")
        .with("queries.dev.tsv", "8\twhat is it\n9\twhere is it\n")
        .with("qrels.train.tsv", "7\t0\t1\t1\n8\t0\t0\t1\n")
        .with("qrels.dev.tsv", "9\t1\n");
  }

  SmallSet with(String path, String content) {
    return with(path, content.getBytes(StandardCharsets.UTF_8));
  }

  SmallSet with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  SmallSet without(String path) {
    files.remove(path);
    return this;
  }

  /** Replaces a file by its compressed form. */
  SmallSet compressed(String path) throws IOException {
    byte[] content = content(path);
    return without(path).with(path + ".gz", gzip(content));
  }

  List<String> paths() {
    return List.copyOf(files.keySet());
  }

  byte[] content(String path) {
    return Objects.requireNonNull(files.get(path), path);
  }

  Path folder(Path target) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return target;
  }

  /** A zip in which all paths begin with the prefix. */
  Path zip(Path target, String prefix) throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        zip.putNextEntry(new ZipEntry(prefix + file.getKey()));
        zip.write(file.getValue());
        zip.closeEntry();
      }
    }
    return target;
  }

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
