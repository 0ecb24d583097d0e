#!/usr/bin/env bash
# The 2x2: {jointly trained, dual encoder} x {tree, k-means IVF, HNSW} at matched budgets.
#   joint      encoder and tree trained together
#   dual       the encoder alone, with equal steps, data and negatives
#   two-stage  the dual encoder's vectors frozen, then a tree trained on them just as the joint tree settles
#              on its vectors: 3 epochs of batches of 128 and as many pseudo-pairs, the best on dev is kept
# Without early stopping, so that all take the same steps.
# The table becomes docs/results/two-by-two-NAME.md.
# usage: runs/two-by-two.sh --data SET --name NAME [--work DIR] [-- options of 'ehi train']
set -euo pipefail
cd "$(dirname "$0")/.."
data= name= work=work
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --name) name="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    --) shift; break ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$data" ] && [ -n "$name" ] || { echo "give --data and --name; see the head of $0" >&2; exit 2; }
out="$work/$name"

train() { # folder, options
  local folder="$1"; shift
  [ -d "$folder/model" ] || ./ehi train --data "$data" --out "$folder" --json "$folder.json" "$@"
}

mkdir -p "$out" docs/results
train "$out/joint" --set dev.patience=0 "$@"
train "$out/dual" --set dev.patience=0 --index none "$@"
train "$out/two-stage" --set dev.patience=0 --depth index --encoder "$out/dual/model" "$@" \
  --epochs 3 --set sampling.batch=128 --set sampling.pseudo-share=1
./ehi eval --data "$data" --model "$out/joint" --model "$out/two-stage" --out "$out"
cp "$out/results.md" "docs/results/two-by-two-$name.md"
