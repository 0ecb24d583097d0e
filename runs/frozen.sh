#!/usr/bin/env bash
# A tree on vectors that are given and stay as they are: the set is encoded once by ENCODER, a tree is trained on these vectors and the
# training pairs, and compared with k-means and HNSW on the test queries.
# The table becomes docs/results/frozen-NAME.md.
# usage: runs/frozen.sh --data SET --name NAME [--encoder MODEL] [--seed N] [--work DIR] [-- options of 'ehi train']
set -euo pipefail
cd "$(dirname "$0")/.."
data= name= encoder=minilm seed=1 work=work
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --name) name="$2"; shift 2 ;;
    --encoder) encoder="$2"; shift 2 ;;
    --seed) seed="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    --) shift; break ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$data" ] && [ -n "$name" ] || { echo "give --data and --name; see the head of $0" >&2; exit 2; }
out="$work/frozen-$name"
vectors="$out/vectors"
mkdir -p "$out" docs/results
[ -d "$vectors" ] || ./ehi encode --data "$data" --encoder "$encoder" --out "$vectors"
given=(--document-vectors "$vectors/documents.npy" --document-ids "$vectors/documents.ids"
  --query-vectors "$vectors/queries.npy" --query-ids "$vectors/queries.ids" --train-qrels "$vectors/train.qrels")
if [ -f "$vectors/dev.qrels" ]; then given+=(--dev-qrels "$vectors/dev.qrels"); fi
[ -d "$out/tree/model" ] || ./ehi train "${given[@]}" --depth index --seed "$seed" --set dev.patience=0 \
  --set length.at-least=300 --set length.at-most=300 --set dev.every-epochs=0.01 \
  --set sampling.batch=128 --set sampling.pseudo-share=1 --out "$out/tree" "$@"
[ -f "$out/results.md" ] || ./ehi eval --model "$out/tree" "${given[@]}" --test-qrels "$vectors/test.qrels" --out "$out"
cp "$out/results.md" "docs/results/frozen-$name.md"
