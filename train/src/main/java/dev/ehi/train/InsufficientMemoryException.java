package dev.ehi.train;

/** A training that cannot fit into memory; the message says what takes how much and what helps. */
public final class InsufficientMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InsufficientMemoryException(String message) {
    super(message);
  }
}
