#!/bin/sh
# Installs the agent CLIs that RealAgentsTest runs, 1.4 GB in all, from the npm registry this
# machine is set up for, into a folder outside of the repository.
#
# usage: real-agents.sh DIRECTORY [PACKAGE...]
set -eu

directory=$1
shift
if [ $# -eq 0 ]; then
  set -- @anthropic-ai/claude-code @openai/codex @google/gemini-cli @qwen-code/qwen-code \
    opencode-ai @github/copilot
fi

command -v npm >/dev/null || { echo "npm is not on PATH" >&2; exit 69; }
mkdir -p "$directory"
npm install --prefix "$directory" --no-audit --no-fund --loglevel=error "$@"
for program in "$directory"/node_modules/.bin/*; do
  echo "$program"
done
