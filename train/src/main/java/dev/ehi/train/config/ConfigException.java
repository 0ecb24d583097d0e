package dev.ehi.train.config;

/**
 * A configuration that cannot be used; the message names the file (or flag), the key and the cure.
 */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(message);
  }

  ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
