#!/usr/bin/env bash
# What a tree learns from documents alone, measured on the set's real test queries. The encoder stays as it is.
#   start       k-means seen through the projection: what training starts from
#   label-free  a tree that learned to find what exact search finds for sentences of the documents, with weights for
#               queries (decisions/0009)
#   pairs       a tree that learned from the judged training queries, for comparison; where there are some
# The table becomes docs/results/label-free-NAME.md.
# With --every N only each Nth document is taken, and the judgements of these.
# usage: runs/label-free.sh --data SET.zip --name NAME [--every N] [--work DIR] [-- options of 'ehi train']
set -euo pipefail
cd "$(dirname "$0")/.."
data= name= every=1 work=work
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --name) name="$2"; shift 2 ;;
    --every) every="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    --) shift; break ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$data" ] && [ -n "$name" ] || { echo "give --data and --name; see the head of $0" >&2; exit 2; }
out="$work/label-free-$name"

# Each Nth document of a zip in BEIR layout, with all queries and the judgements of these documents.
slice() { # zip, folder
  local whole="$2.whole" part="$2.part" split
  rm -rf "$whole" "$part"
  mkdir -p "$part/qrels"
  unzip -q -d "$whole" "$1"
  local corpus; corpus="$(find "$whole" -name corpus.jsonl)"
  local from; from="$(dirname "$corpus")"
  awk -v every="$every" 'NR % every == 1' "$corpus" > "$part/corpus.jsonl"
  cp "$from/queries.jsonl" "$part/"
  sed -n 's/^{"_id": *"\([^"]*\)".*/\1/p' "$part/corpus.jsonl" > "$part/ids"
  [ -s "$part/ids" ] || { echo "$1: no line of its corpus begins with an _id" >&2; exit 1; }
  for split in "$from"/qrels/*.tsv; do
    awk -F '\t' 'NR == FNR { kept[$1]; next } FNR == 1 || $2 in kept' "$part/ids" "$split" > "$part/qrels/$(basename "$split")"
  done
  rm "$part/ids"
  mv "$part" "$2"
  rm -rf "$whole"
}

train() { # name, options
  local folder="$out/$1"; shift
  [ -d "$folder/model" ] || ./ehi train --data "$data" --depth index --out "$folder" "$@" | tee "$folder.txt"
}

mkdir -p "$out"
if [ "$every" -gt 1 ]; then
  [ -d "$out/set" ] || slice "$data" "$out/set"
  data="$out/set"
fi
train start --label-free --epochs 0.001 --set optimizer.index-rate=0 --set distil.updates=0
train label-free --label-free "$@"
models=(--model "$out/label-free" --model "$out/start")
./ehi data beir stats "$data" --json "$out/stats.json" > /dev/null
if grep -q '"train" :' "$out/stats.json"; then
  train pairs "$@"
  models+=(--model "$out/pairs")
fi
[ -f "$out/results.md" ] || ./ehi eval --data "$data" "${models[@]}" --out "$out"
mkdir -p docs/results
cp "$out/results.md" "docs/results/label-free-$name.md"
