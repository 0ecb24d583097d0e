package dev.ehi.cli.console;

import java.nio.file.Path;

/** Where starting models are unpacked, once for all runs. */
public final class CacheFolder {

  private CacheFolder() {}

  /** {@code $XDG_CACHE_HOME/ehi}, else {@code ~/.cache/ehi}. */
  public static Path path() {
    String cache = System.getenv("XDG_CACHE_HOME");
    return cache == null || cache.isBlank()
        ? Path.of(System.getProperty("user.home"), ".cache", "ehi")
        : Path.of(cache, "ehi");
  }
}
