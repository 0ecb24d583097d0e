#!/usr/bin/env bash
# What changes do to an index: half of its documents replaced or updated, documents of other sets inserted, over-full
# leaves split (decisions/0014). Recall and documents visited are measured on the set's test queries.
# usage: runs/churn.sh --model RUN --data SET [--foreign SET]... [--seeds "1 2 3"] [--work DIR]
#
set -euo pipefail
cd "$(dirname "$0")/.."
model= data= foreign=() seeds="1 2 3" work=work/churn
while [ $# -gt 0 ]; do
  case "$1" in
    --model) model="$2"; shift 2 ;;
    --data) data="$2"; shift 2 ;;
    --foreign) foreign+=("$2"); shift 2 ;;
    --seeds) seeds="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$model" ] && [ -n "$data" ] || { echo "give --model and --data; see the head of $0" >&2; exit 2; }

encode() { # set, folder
  [ -d "$2" ] || ./ehi encode --data "$1" --encoder "$model/model" --out "$2"
}

mkdir -p "$work"
encode "$data" "$work/own"
[ -d "$work/index" ] || ./ehi index create --model "$model" --vectors "$work/own/documents.npy" --ids "$work/own/documents.ids" --index "$work/index"
others=()
for set in "${foreign[@]}"; do
  name="$(basename "$set" .zip)"
  encode "$set" "$work/$name"
  others+=("$work/$name")
done
runs/benchmark.sh dev.ehi.bench.ChurnExperiment "$work/index" "$work/own" $seeds
if [ ${#others[@]} -gt 0 ]; then
  runs/benchmark.sh dev.ehi.bench.DriftExperiment "$work/index" "$work/own" "${others[@]}"
  for other in "${others[@]}"; do
    runs/benchmark.sh dev.ehi.bench.SplitExperiment "$work/index" "$work/own" "$other"
  done
fi
