package dev.ehi.data.javasearch;

/**
 * A method as found in a source file.
 *
 * @param className simple name, after those of the enclosing classes, joined by dots
 * @param code signature and body on one line, without comments and annotations
 * @param summary first sentence of the Javadoc as plain text; empty when there is none of its own
 * @param overrides whether it is marked as overriding another
 * @param shape what kind of body it has
 */
record JavaMethod(String className, String code, String summary, boolean overrides, Shape shape) {
  /** Kinds of bodies. */
  enum Shape {
    /** Nothing inside. */
    EMPTY,
    /** Only returns or sets a field. */
    ACCESSOR,
    /** Anything else. */
    WORKING
  }
}
