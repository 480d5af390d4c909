#!/usr/bin/env bash
# What a change does to callers: the routes of this folder against those of a revision before it.
#
#   bash .github/telephony/review.sh BASE FOLDER
#
# BASE is a revision, such as origin/main; it is compared from where this one branched off. Start it in the folder with
# cdk.json. FOLDER gets review.md, the report, and both cloud assemblies, base.out and head.out.
#
# It needs git, Python, Node and the CDK CLI, and no AWS account. It runs the code of both revisions.
# Ends with 0 when all is well, 1 when there is a risk of FAIL_ON or an error of `chime-voice check`, else 2 or more.
set -euo pipefail

: "${FAIL_ON=danger}" # risks, see `chime-voice diff --help`
# What a revision's own packages come from; empty: from the environment that this is started in.
: "${INSTALL=python -m pip install --quiet --disable-pip-version-check --requirement requirements.txt}"
: "${SYNTH=cdk synth --quiet --no-lookups}"
: "${LIMIT=30000}" # characters of the report, which the workflow hands on in a variable: of 128 KiB at most

if [ $# -ne 2 ]; then
  echo "usage: review.sh BASE FOLDER" >&2
  exit 2
fi
mkdir -p "$2"
out=$(cd "$2" && pwd)
echo "This change could not be reviewed: the log says why." > "$out/review.md" # until it has been
here=$(git rev-parse --show-prefix)
if ! base=$(git merge-base "$1" HEAD); then
  echo "review.sh: no common ancestor of $1 and HEAD is here; is it the name of a revision, and is enough history fetched?" >&2
  exit 2
fi

export AWS_EC2_METADATA_DISABLED=true # there are no credentials, so nobody need wait for some
export JSII_HOST_STACK_TRACES=1       # lines of the app, for what is found

# Each revision with the packages that it asks for: an upgrade of one may change the routes as well.
synthesize() { # FOLDER NAME
  local log="$out/$2.log" path=$PATH
  echo "review.sh: synthesizing $2" >&2
  rm -rf "${out:?}/$2.out" "${out:?}/$2.venv"
  if [ -n "$INSTALL" ]; then
    python3 -m venv "$out/$2.venv"
    path="$out/$2.venv/bin:$path"
  fi
  if ! (cd "$1" && PATH=$path && bash -c "$INSTALL" && bash -c "$SYNTH --output \"\$0\"" "$out/$2.out") > "$log" 2>&1; then
    cat "$log" >&2
    echo "review.sh: $2 cannot be synthesized" >&2
    exit 2
  fi
}

tree=$(cd "$(mktemp -d)" && pwd -P)
trap 'git worktree remove --force "$tree/base"; rm -rf "$tree"' EXIT
git worktree add --quiet --detach "$tree/base" "$base"
if [ -e "$tree/base/${here}cdk.json" ]; then
  synthesize "$tree/base/$here" base
else
  echo "review.sh: $base has no ${here}cdk.json; all routes are new" >&2
  rm -rf "${out:?}/base.out"
  mkdir "$out/base.out"
  echo '{"version": "1.0.0", "artifacts": {}}' > "$out/base.out/manifest.json"
fi
synthesize . head

# Files as the repository names them: where it lies on this machine is nobody's business.
top=$(git rev-parse --show-toplevel)
in_repository() {
  local text
  text=$(cat)
  text=${text//"$tree/base/"/}
  printf '%s\n' "${text//"$top/"/}"
}

PATH="$out/head.venv/bin:$PATH"
code=0
worse() { if [ "$1" -gt "$code" ]; then code=$1; fi; }
both=("$out/base.out" "$out/head.out")
report=$(chime-voice diff "${both[@]}" --format markdown --limit "$LIMIT" | in_repository)
printf '%s\n' "$report" > "$out/review.md"
chime-voice diff "${both[@]}" --fail-on "$FAIL_ON" | in_repository || worse $?
format=table
if [ "${GITHUB_ACTIONS:-}" = true ]; then format=github; fi # notes at the lines of the pull request
chime-voice check "$out/head.out" --format "$format" | in_repository || worse $?
exit "$code"
