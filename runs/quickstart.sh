#!/usr/bin/env bash
# The quick start at full scale; its table becomes docs/results/quickstart.md.
# To compare a re-run with the record instead: ./ehi results check docs/results/quickstart.md work/quickstart/results.md
# usage: runs/quickstart.sh [--work DIR]
set -euo pipefail
cd "$(dirname "$0")/.."
work=work/quickstart
while [ $# -gt 0 ]; do
  case "$1" in
    --work) work="$2"; shift 2 ;;
    *) echo "usage: $0 [--work DIR]" >&2; exit 2 ;;
  esac
done
./ehi quickstart --work "$work" --json "$work/quickstart.json"
mkdir -p docs/results
cp "$work/results.md" docs/results/quickstart.md
