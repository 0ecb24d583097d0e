#!/usr/bin/env bash
# Searches whose index is not in memory (decisions/0017): the page cache dropped before each search, and, as root with the
# memory controller of cgroup v1, a process that may use less memory than the index.
# usage: runs/cold.sh --model MODEL --set SET [--copies N] [--gap NATS] [--ef WIDTH] [--queries N] [--one-in N] [--limit MB] [--work DIR]
# A filter accepts one document in N, of 1 (none), 10, 100, 1000.
# SET is a folder as `ehi encode` writes it. DIR gets the indexes, about 5 KB a vector of dimension 384, on the disk that is
# measured; delete it afterwards. What NORMAL costs depends on its read-ahead, /sys/block/DISK/queue/read_ahead_kb.
set -euo pipefail
cd "$(dirname "$0")/.."
model= set= copies=1 gap=6.25 ef=18 queries=150 oneIn=1 limit= work=work/cold
while [ $# -gt 0 ]; do
  case "$1" in
    --model) model="$2"; shift 2 ;;
    --set) set="$2"; shift 2 ;;
    --copies) copies="$2"; shift 2 ;;
    --gap) gap="$2"; shift 2 ;;
    --ef) ef="$2"; shift 2 ;;
    --queries) queries="$2"; shift 2 ;;
    --one-in) oneIn="$2"; shift 2 ;;
    --limit) limit="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$model" ] && [ -n "$set" ] || { echo "give --model and --set; see the head of $0" >&2; exit 2; }

[ -d "$work/hnsw" ] && [ -f "$work/nearest-1000.txt" ] || runs/benchmark.sh dev.ehi.bench.cold.ColdIndexes "$model" "$set" "$copies" "$work"
searches=(dev.ehi.bench.cold.ColdSearches "$work" "$set")
settings=("$gap" "$ef" "$queries" . "$oneIn")
runs/benchmark.sh "${searches[@]}" drop "${settings[@]}"
if [ -n "$limit" ]; then
  group=/sys/fs/cgroup/memory/ehi-cold
  mkdir "$group"
  trap 'rmdir "$group"' EXIT
  echo $((limit << 20)) > "$group/memory.limit_in_bytes"
  (
    echo "$BASHPID" > "$group/tasks"
    exec "$JAVA_HOME/bin/java" -Xmx160m --add-modules=jdk.incubator.vector --enable-native-access=ALL-UNNAMED \
      -XX:+UseSerialGC -cp "bench/target/classes:$(cat bench/target/classpath.txt)" "${searches[@]}" keep "${settings[@]}"
  )
fi
