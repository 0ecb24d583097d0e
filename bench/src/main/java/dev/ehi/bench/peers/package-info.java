/**
 * EHI beside other libraries for nearest-neighbour search, on the same vectors and queries: start
 * at {@link dev.ehi.bench.peers.PeerBenchmark}.
 */
@NullMarked
package dev.ehi.bench.peers;

import org.jspecify.annotations.NullMarked;
