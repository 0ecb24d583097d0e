package dev.ehi.bench.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The resident memory of a process as Linux counts it: its own and that of files it has mapped. */
final class ResidentMemory {

  private final Path folder;

  ResidentMemory(long process) {
    folder = Path.of("/proc", Long.toString(process));
  }

  /** Bytes now. */
  long now() throws IOException {
    return field("VmRSS:");
  }

  /** The most bytes since the process began, or since {@link #forgetPeak}. */
  long peak() throws IOException {
    return field("VmHWM:");
  }

  void forgetPeak() throws IOException {
    Files.writeString(folder.resolve("clear_refs"), "5");
  }

  private long field(String name) throws IOException {
    Path status = folder.resolve("status");
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow(() -> new IOException(status + " lacks " + name));
  }
}
