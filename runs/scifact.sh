#!/usr/bin/env bash
# The 2x2 of runs/two-by-two.sh on SciFact (BEIR): claims to abstracts, 809 training claims.
# usage: runs/scifact.sh --data scifact.zip [--work DIR] [--seeds "1 2 3"]
set -euo pipefail
exec "$(dirname "$0")/two-by-two.sh" --name scifact "$@" -- --budget standard
