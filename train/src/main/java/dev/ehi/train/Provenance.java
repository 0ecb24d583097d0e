package dev.ehi.train;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a result was made with.
 *
 * @param version of EHI
 * @param commit of the git working tree that the process runs in, or "unknown"
 * @param java version of the JVM
 * @param system operating system and processor architecture
 * @param threads that compute
 */
public record Provenance(String version, String commit, String java, String system, int threads) {

  /** Of this process. */
  public static Provenance current(int threads) {
    String version = Provenance.class.getPackage().getImplementationVersion();
    return new Provenance(
        version == null ? "development" : version,
        workingTreeCommit(),
        System.getProperty("java.vm.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        threads);
  }

  /** The parts by name. */
  public Map<String, String> parts() {
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("ehi", version);
    parts.put("commit", commit);
    parts.put("java", java);
    parts.put("system", system);
    parts.put("threads", String.valueOf(threads));
    return parts;
  }

  private static String workingTreeCommit() {
    try {
      Process git =
          new ProcessBuilder("git", "describe", "--always", "--dirty", "--abbrev=40")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String answer =
          new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      boolean ended = git.waitFor(5, TimeUnit.SECONDS);
      return ended && git.exitValue() == 0 && !answer.isEmpty() ? answer : "unknown";
    } catch (IOException e) {
      return "unknown";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "unknown";
    }
  }
}
