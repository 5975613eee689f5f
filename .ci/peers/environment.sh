# One virtual environment per stand-in.

# pip alone does not finish LocalStack's lock within minutes; uv needs seconds. Pinned, so that its
# next release changes nothing here.
uv_version=0.13.9

# make_environment NAME PYTHON LOCK: makes $work/NAME/venv hold exactly the lock. The stamp is written
# last, so an interrupted installation starts again.
make_environment() {
  local name=$1 python=$2 lock=$3
  local venv=$work/$name/venv stamp=$work/$name/stamp wanted
  wanted="uv $uv_version, $("$python" --version), lock $(cksum <"$lock")"
  if test -e "$stamp" && test "$(cat "$stamp")" = "$wanted"; then
    return
  fi
  echo "installing $name ($(grep -c == "$lock") packages)"
  rm -rf "$stamp" "$venv"
  mkdir -p "$work/$name"
  "$python" -m venv "$venv"
  bounded 300 "$venv/bin/python" -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
  bounded 900 "$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps -r "$lock"
  echo "$wanted" >"$stamp"
}

# bounded SECONDS COMMAND...: the command, but not for ever.
bounded() {
  local seconds=$1
  shift
  timeout --kill-after=10 "$seconds" "$@" || {
    echo ".ci/peers: failed, or not done after $seconds s: $*" >&2
    return 1
  }
}
