@NullMarked
package dev.ehi.bench.peers;

import org.jspecify.annotations.NullMarked;
