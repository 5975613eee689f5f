# Stand-ins as processes: started, waited for, stopped.

declare -A pids=()

# free_port PYTHON: prints a TCP port of loopback that nobody listens on.
free_port() {
  "$1" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start NAME [VARIABLE=VALUE]... COMMAND...: in a process group of its own, so that the workers it
# starts end with it. Nothing of this machine's AWS settings reaches it.
start() {
  local name=$1
  shift
  mkdir -p "$work/$name/tmp"
  setsid env -i PATH="$PATH" HOME="$work/$name" TMPDIR="$work/$name/tmp" LANG=C.UTF-8 \
    AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 \
    "$@" >"$work/$name/log" 2>&1 </dev/null &
  pids[$name]=$!
}

# wait_until_ready NAME PYTHON URL SERVICE...
wait_until_ready() {
  local name=$1 python=$2
  shift 2
  "$python" "$peers/ready.py" "${pids[$name]}" "$@" || {
    echo ".ci/peers: $name did not become ready; the end of $work/$name/log:" >&2
    tail -n 30 "$work/$name/log" >&2
    return 1
  }
}

# stop_all: ends what start began, and nothing else. Asked first, killed after ten seconds.
stop_all() {
  local pid tenths
  for pid in "${pids[@]}"; do
    kill -TERM -- "-$pid" 2>/dev/null || true
  done
  for pid in "${pids[@]}"; do
    for ((tenths = 0; tenths < 100; tenths++)); do
      kill -0 -- "-$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -KILL -- "-$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
}
