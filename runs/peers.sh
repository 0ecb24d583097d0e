#!/usr/bin/env bash
# Compares EHI with other libraries on the test queries of a retrieval set: encodes it where that is not done, builds the
# benchmark and runs dev.ehi.bench.peers.PeerBenchmark. By default the data and the model of ./ehi quickstart.
# usage: runs/peers.sh [--data SET] [--model RUN] [--work DIR] [OPTION..]
# DIR gets vectors/ and peers.json, peers.md, peers.html; vectors that are there are used again, so name a new DIR for other
# data or another model. Further options go to the benchmark, such as --rounds 3 or --methods 'EHI|Lucene'.
# faiss and hnswlib are measured if Python has them:
#   apt-get install python3-faiss python3-hnswlib python3-numpy, then --python /usr/bin/python3
# Debian builds both without AVX. faiss from PyPI has kernels for AVX2 and AVX-512 and is the fairer peer:
#   pip install --target LIBS faiss-cpu, then PYTHONPATH=LIBS runs/peers.sh ..
set -euo pipefail
cd "$(dirname "$0")/.."
data=quickstart/javasearch
model=quickstart/run
work=work/peers
options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --model) model="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    *) options+=("$1"); shift ;;
  esac
done
folder="$model"
[ -d "$model/model" ] && folder="$model/model"
[ -d "$work/vectors" ] || ./ehi encode --data "$data" --encoder "$folder" --out "$work/vectors"
exec runs/benchmark.sh dev.ehi.bench.peers.PeerBenchmark --data "$data" --model "$folder" \
  --document-vectors "$work/vectors/documents.npy" --document-ids "$work/vectors/documents.ids" \
  --query-vectors "$work/vectors/queries.npy" --query-ids "$work/vectors/queries.ids" --out "$work" "${options[@]}"
