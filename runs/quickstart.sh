#!/usr/bin/env bash
# The quick start at full scale; its table becomes docs/results/quickstart.md.
# With --check it is compared with that record instead.
# usage: runs/quickstart.sh [--work DIR] [--check]
set -euo pipefail
cd "$(dirname "$0")/.."
work=work/quickstart check=
while [ $# -gt 0 ]; do
  case "$1" in
    --work) work="$2"; shift 2 ;;
    --check) check=yes; shift ;;
    *) echo "usage: $0 [--work DIR] [--check]" >&2; exit 2 ;;
  esac
done
./ehi quickstart --work "$work" --json "$work/quickstart.json"
if [ -n "$check" ]; then exec ./ehi results check docs/results/quickstart.md "$work/results.md"; fi
mkdir -p docs/results
cp "$work/results.md" docs/results/quickstart.md
