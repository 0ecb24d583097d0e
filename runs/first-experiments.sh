#!/usr/bin/env bash
# The paper's own first experiments, on a set with training pairs:
#   1. the encoder alone: exact search, R@10
#   2. B=4, H=1 and a beam of 1: the tree builds, every document lies in exactly one leaf
#   3. one joint epoch, every loss term on record, R@10 against documents visited
#   4. B=8, H=4, one epoch: finite, all levels in use
# Stopped or killed, the same command goes on from there. What it prints becomes
# docs/results/first-experiments-NAME.txt, without the lines that tell of progress.
# usage: runs/first-experiments.sh --data SET --name NAME [--work DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
data= name= work=work
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --name) name="$2"; shift 2 ;;
    --work) work="$2"; shift 2 ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$data" ] && [ -n "$name" ] || { echo "give --data and --name; see the head of $0" >&2; exit 2; }
out="$work/first-experiments-$name"
report="docs/results/first-experiments-$name.txt"

# What a command printed when it came to its end; then it is not run again.
once() { # file, command
  local file="$1"; shift
  if [ ! -f "$file" ]; then
    "$@" > "$file.part"
    mv "$file.part" "$file"
  fi
  cat "$file"
}

train() { # name, options
  local name="$1"; shift
  if [ -d "$out/$name/model" ]; then touch "$out/$name.txt"; fi
  once "$out/$name.txt" ./ehi train --data "$data" --out "$out/$name" "$@"
}

evaluate() { # name, what to measure
  local folder="$out/$1-eval"; shift
  [ -f "$folder/results.md" ] || ./ehi eval --data "$data" --out "$folder" "$@" > /dev/null
  cat "$folder/results.md"
}

experiments() {
  echo "== 1 and 2: frozen encoder, B=4, H=1"
  train b4h1 --depth index --set index.branching=4 --set index.height=1
  ./ehi index create --model "$out/b4h1" --data "$data" --index "$out/b4h1-index" > /dev/null
  ./ehi inspect "$out/b4h1-index" | grep -v '^model '
  evaluate b4h1 --index "$out/b4h1-index"

  echo "== 3: one joint epoch"
  train joint --epochs 1
  grep '"event":"step"' "$out/joint/train-log.jsonl" | tail -n 1
  evaluate joint --model "$out/joint"

  echo "== 4: B=8, H=4"
  train b8h4 --epochs 1 --set index.branching=8 --set index.height=4
  grep -E '"event":"(assignment|step)"' "$out/b8h4/train-log.jsonl" | tail -n 2
}

mkdir -p "$out" docs/results
experiments | tee "$out/report.txt"
cp "$out/report.txt" "$report"
