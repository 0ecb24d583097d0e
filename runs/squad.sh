#!/usr/bin/env bash
# The 2x2 of runs/two-by-two.sh on SQuAD 1.1: questions to paragraphs; dev asks about paragraphs seen in
# training, test about articles that were not. The standard budget reads each of the 82,290 questions once.
# usage: runs/squad.sh --data squad.zip [--work DIR] [--seeds "1 2 3"]
set -euo pipefail
exec "$(dirname "$0")/two-by-two.sh" --name squad "$@" -- --budget standard
