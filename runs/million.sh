#!/usr/bin/env bash
# A million real vectors: the distinct sentences, lines and training queries of several sets, encoded by MODEL (default minilm),
# a tree that learns from the vectors alone and links from queries too, and EHI beside other libraries on them (recall only), asked 1,000
# other queries. Parts that are there are used again.
# usage: runs/million.sh --data SET [--data SET].. [--documents 1000000] [--model MODEL] [--work DIR] [OPTION..]
# Further options go to the peer benchmark, as in runs/peers.sh. Some hours on 2 cores.
set -euo pipefail
cd "$(dirname "$0")/.."
sets=() documents=1000000 model=minilm work=work/million options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --data) sets+=("$2"); shift 2 ;;
    --documents) documents="$2"; shift 2 ;;
    --model) model="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    *) options+=("$1"); shift ;;
  esac
done
[ ${#sets[@]} -gt 0 ] || { echo "give --data; see the head of $0" >&2; exit 2; }
[ -d "$work/texts" ] || runs/benchmark.sh dev.ehi.train.sample.SentenceSet "$work/texts" "$documents" "${sets[@]}"
[ -d "$work/vectors" ] || ./ehi encode --data "$work/texts" --encoder "$model" --out "$work/vectors"
[ -f "$work/vectors/logged.npy" ] || runs/benchmark.sh dev.ehi.bench.QuerySplit "$work/vectors" 1000
vectors=(--document-vectors "$work/vectors/documents.npy" --document-ids "$work/vectors/documents.ids")
# Of so many documents much smaller shares are visited than what trees are chosen by otherwise.
if [ ! -d "$work/run/model" ]; then
  ./ehi train "${vectors[@]}" --label-free --depth index --budget quick --out "$work/run" \
    --set dev.queries=300 --set "dev.budgets=[0.0002, 0.0005, 0.001, 0.002]"
fi
if [ ! -f "$work/linked" ]; then
  ./ehi link "$work/run" "${vectors[@]}" --query-vectors "$work/vectors/logged.npy"
  touch "$work/linked"
fi
exec runs/benchmark.sh dev.ehi.bench.peers.PeerBenchmark --model "$work/run" \
  "${vectors[@]}" --query-vectors "$work/vectors/asked.npy" --query-ids "$work/vectors/asked.ids" \
  --out "$work" "${options[@]}"
