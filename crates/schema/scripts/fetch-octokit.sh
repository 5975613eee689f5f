#!/bin/sh
# Fetches the api.github.com documents of all releases of @octokit/openapi, once, into
# $GATEPACT_CACHE/octokit or target/octokit. tests/releases.rs and benches/releases.rs read them there.
set -eu
root=$(cd "$(dirname "$0")/../../.." && pwd)
cache=${GATEPACT_CACHE:-$root/target}/octokit
mkdir -p "$cache"
cd "$cache"
for version in 2.2.1 10.0.0 12.0.0 14.0.0 16.0.0 16.6.0 17.0.0 18.0.0 18.2.0 19.0.0 19.1.0 20.0.0 \
    21.0.0 22.0.0 23.0.0 23.0.1 23.0.2; do
    [ -f "$version.json" ] && continue
    archive=$(npm pack --silent "@octokit/openapi@$version")
    tar xzf "$archive" --to-stdout package/generated/api.github.com.json > "$version.part"
    mv "$version.part" "$version.json"
    rm -f "$archive"
    echo "$cache/$version.json"
done
