package dev.ehi.lucene.snapshot;

import dev.ehi.core.tree.TreeCodec;
import dev.ehi.lucene.format.FormatVersion;
import dev.ehi.lucene.leaf.LeafEncoding;
import dev.ehi.lucene.leaf.LeafLayout;
import dev.ehi.lucene.leaf.RawVectors;
import java.io.IOException;
import java.util.List;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.ChecksumIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/**
 * The file {@code tree.ehi} of an index: the tree that new documents are routed by and the layout
 * of the leaves, which must survive when the index holds no document. Searching reads the trees in
 * the segments.
 *
 * <p>Lucene's {@linkplain CodecUtil#writeHeader header}, the length of the tree as a vlong, its
 * bytes by {@link TreeCodec}, the name of the {@link LeafEncoding} as a string, the leaves for each
 * document as a vint, the name of the {@link RawVectors} as a string, and Lucene's {@linkplain
 * CodecUtil#writeFooter footer} with a checksum.
 */
public final class TreeFile {

  /** The name of the file. */
  public static final String NAME = "tree.ehi";

  private static final String CODEC = "EhiTree";
  private static final int VERSION = 3;

  private TreeFile() {}

  /** Writes the file, which appears whole or not at all, in place of one that is there. */
  public static void write(Directory directory, IndexSettings settings) throws IOException {
    String temporary;
    try (IndexOutput out = directory.createTempOutput("tree", "ehi", IOContext.DEFAULT)) {
      temporary = out.getName();
      byte[] encoded = TreeCodec.encode(settings.tree());
      CodecUtil.writeHeader(out, CODEC, VERSION);
      out.writeVLong(encoded.length);
      out.writeBytes(encoded, encoded.length);
      settings.layout().write(out);
      CodecUtil.writeFooter(out);
    }
    directory.sync(List.of(temporary));
    directory.rename(temporary, NAME);
    directory.syncMetaData();
  }

  /**
   * Reads the file of an index.
   *
   * @throws IOException if there is no such file, or it is not whole
   */
  public static IndexSettings read(Directory directory) throws IOException {
    if (!List.of(directory.listAll()).contains(NAME)) {
      throw new IOException(
          "%s holds no %s: it is no EHI index, or an incomplete copy of one"
              .formatted(directory, NAME));
    }
    try (ChecksumIndexInput in = directory.openChecksumInput(NAME)) {
      byte[] encoded = {};
      LeafLayout layout = LeafLayout.STANDARD;
      Throwable failure = null;
      try {
        FormatVersion.check(() -> CodecUtil.checkHeader(in, CODEC, VERSION, VERSION));
        long length = in.readVLong();
        if (length < 0 || length > in.length()) {
          throw new CorruptIndexException("a tree of " + length + " bytes", in);
        }
        encoded = new byte[(int) length];
        in.readBytes(encoded, 0, encoded.length);
        layout = LeafLayout.read(in);
      } catch (Throwable t) {
        failure = t;
      } finally {
        CodecUtil.checkFooter(in, failure);
      }
      return new IndexSettings(TreeCodec.decode(encoded), layout);
    }
  }
}
