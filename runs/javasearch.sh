#!/usr/bin/env bash
# The 2x2 of runs/two-by-two.sh on the data of the quick start (first Javadoc sentence to method, split by
# query), which it builds if there is none.
# usage: runs/javasearch.sh [--data SET] [--work DIR] [--seeds "1 2 3"]
set -euo pipefail
cd "$(dirname "$0")/.."
data=work/javasearch-set options=()
while [ $# -gt 0 ]; do
  case "$1" in
    --data) data="$2"; shift 2 ;;
    *) options+=("$1" "${2?$1 needs a value}"); shift 2 ;;
  esac
done
if [ ! -d "$data" ]; then
  ./ehi --version > /dev/null # builds, and with it come the sources
  ./ehi data javasearch --undocumented none --out "$data" cli/target/quickstart-sources/*.jar
fi
exec runs/two-by-two.sh --name javasearch --data "$data" "${options[@]}" -- --budget quick
