#!/usr/bin/env bash
# What each part of the tree's training is worth. One encoder for all: the dual encoder MODEL (made by runs/two-by-two.sh,
# or any model), whose vectors are frozen; the tree is trained on them in some minutes, one thing changed at a time.
# Table: nDCG@10 of all dev queries where documents visited and routing cost 1, 2, 5 and 10 % of the corpus; how much of the
# 1 % is routing; leaf balance; seconds.
# With --depth full encoder and tree are trained together each time, with the quick budget: hours.
# The table becomes docs/results/ablations-NAME.md.
# usage: runs/ablations.sh --data SET --name NAME [--encoder MODEL] [--depth index|full] [--work DIR] [--seeds "1 2 3"]
set -euo pipefail
cd "$(dirname "$0")/.."
data= name= encoder=minilm depth=index work=work seeds="1 2 3"
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --name) name="$2"; shift 2 ;;
    --encoder) encoder="$2"; shift 2 ;;
    --depth) depth="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    --seeds) seeds="$2"; shift 2 ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$data" ] && [ -n "$name" ] || { echo "give --data and --name; see the head of $0" >&2; exit 2; }
out="$work/ablations-$name"
mkdir -p "$out" docs/results
vectors="$out/vectors"
if [ "$depth" = index ]; then
  [ -d "$vectors" ] || ./ehi encode --data "$data" --encoder "$encoder" --out "$vectors"
  given=(--document-vectors "$vectors/documents.npy" --document-ids "$vectors/documents.ids"
    --query-vectors "$vectors/queries.npy" --query-ids "$vectors/queries.ids" --train-qrels "$vectors/train.qrels")
  if [ -f "$vectors/dev.qrels" ]; then given+=(--dev-qrels "$vectors/dev.qrels"); fi
  [ -f "$out/plan.json" ] || ./ehi plan "${given[@]}" --set depth.type=index --json "$out/plan.json"
  planned() { sed -n "s/.*\"$1\" : \([0-9]*\).*/\1/p" "$out/plan.json" | head -n 1; }
  input=("${given[@]}" --set "index.branching=$(planned branching)" --set "index.height=$(planned height)"
    --set "index.projection=$(planned projection)"
    --set length.at-least=300 --set length.at-most=300 --set dev.every-epochs=0.01 --set sampling.batch=128 --set sampling.pseudo-share=1)
else
  input=(--data "$data" --encoder "$encoder" --budget quick)
fi

one() { # title, then options of 'ehi train'
  local title="$1" seed folder files=(); shift
  for seed in $seeds; do
    folder="$out/$(echo "$title" | tr -c 'a-zA-Z0-9\n' -)-$seed"
    if [ ! -f "$folder.json" ]; then
      if [ -d "$folder/model" ]; then rm -r "$folder"; fi
      ./ehi train "${input[@]}" --depth "$depth" --seed "$seed" --set dev.patience=0 --set dev.queries=100000 \
        --out "$folder" --json "$folder.json" "$@" > "$folder.txt" 2>&1 || { tail -n 3 "$folder.txt" >&2; exit 1; }
    fi
    files+=("$folder.json")
  done
  rows+=("$title=$(IFS=,; echo "${files[*]}")")
}

rows=()
one "default"
one "last level grown" --set index.trained-leaves=1000
one "all levels trained" --set index.trained-leaves=100000
one "queries routed as documents" --set distil.updates=0
one "start, with weights for queries" --set optimizer.index-rate=0
one "start" --set optimizer.index-rate=0 --set distil.updates=0
one "random start" --set index.start=random
one "no projection" --set index.projection=65536
one "no balance term" --set loss.diversity.weight=0
one "no indexing term" --set loss.indexing.weight=0
one "hinge losses and intra-leaf" --set loss.indexing.type=hinge --set loss.diversity.type=intra-leaf
one "no pseudo-queries" --set sampling.pseudo-share=0
one "one neighbour as the teacher" --set distil.neighbours=1
one "B 1024, H 1" --set index.branching=1024 --set index.height=1
one "B 2048, H 1" --set index.branching=2048 --set index.height=1
one "B 32, H 2" --set index.branching=32 --set index.height=2
one "B 90, H 2" --set index.branching=90 --set index.height=2
one "B 32, H 2, one-hot" --set index.branching=32 --set index.height=2 --set index.conditioning=one_hot
one "B 10, H 3" --set index.branching=10 --set index.height=3
one "B 20, H 3" --set index.branching=20 --set index.height=3
one "B 20, H 3, one-hot" --set index.branching=20 --set index.height=3 --set index.conditioning=one_hot
one "B 8, H 4" --set index.branching=8 --set index.height=4
one "B 10, H 4" --set index.branching=10 --set index.height=4
if [ "$depth" = full ]; then
  one "no mined negatives" --set sampling.negatives=0
  one "mining once in 5 epochs" --set mining.every-epochs=5
fi
./ehi results runs "${rows[@]}" --out "docs/results/ablations-$name.md"
