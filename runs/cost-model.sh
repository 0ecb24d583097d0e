#!/usr/bin/env bash
# How well the cost model predicts trees that it was not fitted to: pilots, predictions, and further trees that are
# measured to check them. The tables become docs/results/cost-model-NAME.md.
# usage: runs/cost-model.sh --data SET --name NAME [--encoder MODEL] [-- options of 'ehi plan']
set -euo pipefail
cd "$(dirname "$0")/.."
data= name= encoder=minilm
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    --name) name="$2"; shift 2 ;;
    --encoder) encoder="$2"; shift 2 ;;
    --) shift; break ;;
    *) echo "unknown option $1; see the head of $0" >&2; exit 2 ;;
  esac
done
[ -n "$data" ] && [ -n "$name" ] || { echo "give --data and --name; see the head of $0" >&2; exit 2; }
mkdir -p docs/results
./ehi plan --data "$data" --encoder "$encoder" --check --out "docs/results/cost-model-$name.md" "$@"
