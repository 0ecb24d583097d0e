/** What a retrieval set's splits, or two sets, share that they should not. */
@NullMarked
package dev.ehi.data.leakage;

import org.jspecify.annotations.NullMarked;
