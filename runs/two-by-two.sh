#!/usr/bin/env bash
# The 2x2: {jointly trained, dual encoder} x {tree, k-means IVF, HNSW} at matched budgets.
#   joint      encoder and tree trained together
#   dual       the encoder alone, with equal steps, data and negatives
#   two-stage  the dual encoder's vectors frozen, then a tree trained on them just as the joint tree settles
#              on its vectors: 300 batches of 128 and as many pseudo-pairs, the best on dev of each third is kept
#   retrained  likewise on the joint encoder's vectors: what the jointly trained tree is better for
# Without early stopping, so that all take the same steps.
# The table becomes docs/results/two-by-two-NAME.md; with several seeds it is that of their means.
# With --check it is compared with that record instead.
# usage: runs/two-by-two.sh --data SET --name NAME [--work DIR] [--seeds "1 2 3"] [--check] [-- options of 'ehi train']
set -euo pipefail
cd "$(dirname "$0")/.."
data= name= work=work seeds=42 check=
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --name) name="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    --seeds) seeds="$2"; shift 2 ;;
    --check) check=yes; shift ;;
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

seed() { # seed, folder, options
  local seed="$1" to="$2"; shift 2
  mkdir -p "$to"
  train "$to/joint" --seed "$seed" --set dev.patience=0 "$@"
  train "$to/dual" --seed "$seed" --set dev.patience=0 --index none "$@"
  tree_alone "$to/two-stage" "$to/dual" --seed "$seed" "$@"
  tree_alone "$to/retrained" "$to/joint" --seed "$seed" "$@"
  [ -f "$to/results.json" ] || ./ehi eval --data "$data" --seed "$seed" \
    --model "$to/joint" --model "$to/two-stage" --model "$to/retrained" --out "$to"
}

tree_alone() { # folder, folder of the encoder's run, options
  local folder="$1" encoder="$2"; shift 2
  train "$folder" --set dev.patience=0 --depth index --encoder "$encoder/model" "$@" \
    --set length.at-least=300 --set length.at-most=300 --set dev.every-epochs=0.01 \
    --set sampling.batch=128 --set sampling.pseudo-share=1
}

mkdir -p docs/results
read -ra all <<< "$seeds"
if [ "${#all[@]}" -eq 1 ]; then
  seed "${all[0]}" "$out" "$@"
else
  files=()
  for s in "${all[@]}"; do
    seed "$s" "$out/seed-$s" "$@"
    files+=("$out/seed-$s/results.json")
  done
  ./ehi results merge "${files[@]}" --out "$out/results.md" --json "$out/merged.json"
fi
if [ -n "$check" ]; then exec ./ehi results check "docs/results/two-by-two-$name.md" "$out/results.md"; fi
cp "$out/results.md" "docs/results/two-by-two-$name.md"
