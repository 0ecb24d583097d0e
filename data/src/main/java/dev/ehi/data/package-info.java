/** Readers and writers of retrieval sets, the JavaSearch builder and the leakage check. */
@NullMarked
package dev.ehi.data;

import org.jspecify.annotations.NullMarked;
