#!/usr/bin/env bash
# The paper's own first experiments, on a set with training pairs:
#   1. the encoder alone: exact search, R@10
#   2. B=4, H=1 and a beam of 1: the tree builds, every document lies in exactly one leaf
#   3. one joint epoch, every loss term on record, R@10 against documents visited
#   4. B=8, H=4, one epoch: finite, all levels in use
# usage: runs/first-experiments.sh --data SET [--work DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
data= work=work/first-experiments
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$data" ] || { echo "give --data; see the head of $0" >&2; exit 2; }
mkdir -p "$work"

echo "== 1 and 2: frozen encoder, B=4, H=1"
[ -d "$work/b4h1/model" ] || ./ehi train --data "$data" --out "$work/b4h1" --depth index --set index.branching=4
[ -d "$work/b4h1-index" ] || ./ehi index create --model "$work/b4h1" --data "$data" --index "$work/b4h1-index"
./ehi inspect "$work/b4h1-index"
./ehi eval --data "$data" --index "$work/b4h1-index" --out "$work/b4h1-eval"

echo "== 3: one joint epoch"
[ -d "$work/joint/model" ] || ./ehi train --data "$data" --out "$work/joint" --epochs 1
grep '"event":"step"' "$work/joint/train-log.jsonl" | tail -n 1
./ehi eval --data "$data" --model "$work/joint" --out "$work/joint-eval"

echo "== 4: B=8, H=4"
[ -d "$work/b8h4/model" ] || ./ehi train --data "$data" --out "$work/b8h4" --epochs 1 \
  --set index.branching=8 --set index.height=4
grep -E '"event":"(assignment|step)"' "$work/b8h4/train-log.jsonl" | tail -n 2
