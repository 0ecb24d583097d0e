package dev.ehi.lucene.format;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ehi.lucene.snapshot.TreeFile;
import java.io.IOException;
import org.apache.lucene.codecs.CodecUtil;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;
import org.junit.jupiter.api.Test;

/** Files of another version are refused in words that say what to do. */
class FormatVersionTest {

  private static void assertRefused(int version, String advice) throws IOException {
    try (Directory directory = new ByteBuffersDirectory()) {
      try (IndexOutput out = directory.createOutput(TreeFile.NAME, IOContext.DEFAULT)) {
        CodecUtil.writeHeader(out, "EhiTree", version);
        CodecUtil.writeFooter(out);
      }
      assertThatThrownBy(() -> TreeFile.read(directory))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(TreeFile.NAME)
          .hasMessageContaining("has version %d of its format", version)
          .hasMessageContaining(advice);
    }
  }

  @Test
  void refusesOlderFiles() throws IOException {
    assertRefused(2, "create the index anew");
  }

  @Test
  void refusesNewerFiles() throws IOException {
    assertRefused(4, "use the newer program");
  }
}
