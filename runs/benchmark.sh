#!/usr/bin/env bash
# Builds the benchmarks and runs one of them:
#   runs/benchmark.sh dev.ehi.train.TrainStepBenchmark SET bf16|fp32   training steps, joint and dual, against their bare matrix products
#   runs/benchmark.sh dev.ehi.bench.EncoderBenchmark SET      ONNX Runtime and libtorch against theirs, latency of a query
#   runs/benchmark.sh dev.ehi.bench.EncodingComparison [VECTORS IDS]  scan of float32, int8 and 4-bit leaves
#   runs/benchmark.sh dev.ehi.bench.LayoutComparison MODEL|LEAVES SET  bytes, quality and time of each layout of leaves; SET as `ehi encode` writes it
#   runs/benchmark.sh dev.ehi.bench.CodeSizeExperiment MODEL|LEAVES SET   bytes that a search reads with codes of 8, 4 and 1 bit
#   runs/benchmark.sh dev.ehi.bench.BatchBenchmark LEAVES | INDEX QUERIES.npy QUERIES.ids   batches and threads against one by one
#   runs/benchmark.sh dev.ehi.bench.StopExperiment MODEL|LEAVES SET   when a search should stop opening leaves; SET with dev and test queries
#   runs/benchmark.sh dev.ehi.bench.FilterExperiment MODEL|LEAVES SET RECALL   searches with filters; SET with dev and test queries
#   runs/benchmark.sh dev.ehi.bench.CarriedRecallExperiment MODEL SET   what Lucene's query reaches that is asked for a recall
#   runs/benchmark.sh dev.ehi.bench.SegmentRecallExperiment MODEL|LEAVES SET   calibration by segment against one for all; likewise
#   runs/benchmark.sh dev.ehi.bench.LargeIndexBenchmark LEAVES VECTORS..   indexing and merging many vectors; JAVA_TOOL_OPTIONS=-Xmx2g limits the heap
#   runs/benchmark.sh dev.ehi.bench.NeighboursExperiment MODEL|LEAVES SET   searches that go on to neighbours of what they found; SET with dev and test queries
#   runs/benchmark.sh dev.ehi.bench.SpillExperiment MODEL|LEAVES SET   which second leaf a document should lie in; SET as `ehi encode` writes it
#   runs/benchmark.sh dev.ehi.bench.RoutingBenchmark MODEL QUERIES.npy QUERIES.ids LEAVES   routing against its products
#   runs/benchmark.sh dev.ehi.bench.ChurnExperiment, DriftExperiment, SplitExperiment    as runs/churn.sh does
#   runs/benchmark.sh org.openjdk.jmh.Main KernelBenchmark    what scores rows of each encoding, against reading them
#   runs/benchmark.sh org.openjdk.jmh.Main LeafScanBenchmark  a search of all leaves
#   runs/benchmark.sh dev.ehi.bench.SketchBenchmark                 estimates by sketches beside dot products
#   runs/benchmark.sh dev.ehi.bench.cold.ColdIndexes, ColdSearches    as runs/cold.sh does
#   runs/benchmark.sh dev.ehi.bench.peers.PeerMemory --help    peak memory of EHI and other libraries
#   runs/peers.sh                                             EHI beside other libraries
# SET is a retrieval set with training pairs, as `ehi train --data` takes.
set -euo pipefail
root="$(cd "$(dirname "$0")/.." && pwd)"
[ $# -gt 0 ] || { echo "give a benchmark; see the head of $0" >&2; exit 2; }
. "$root/runs/jdk.sh"
JAVA_HOME="$(find_jdk)"
export JAVA_HOME
(cd "$root" && MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" \
  mvn -q -B -ntp -Pbench -DskipTests -pl bench -am package) >&2
. "$root/runs/environment.sh"
exec "$JAVA_HOME/bin/java" --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED -XX:+UseParallelGC \
  -cp "$root/bench/target/classes:$(cat "$root/bench/target/classpath.txt")" "$@"
