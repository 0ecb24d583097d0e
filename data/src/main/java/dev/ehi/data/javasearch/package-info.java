/**
 * JavaSearch: a retrieval set made from Java sources. A query is the first sentence of a method's
 * Javadoc, the document that answers it is the method's code without comments.
 */
@NullMarked
package dev.ehi.data.javasearch;

import org.jspecify.annotations.NullMarked;
