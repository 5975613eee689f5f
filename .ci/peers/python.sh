# Which Python runs the stand-ins.

# LocalStack 4.14 starts on 3.11 too, says that it is ready, and then fails every call: its sources
# use the type parameters of 3.12, whatever its metadata says.
new_enough='import sys; sys.exit(sys.version_info < (3, 12))'

# Prints a Python of 3.12 or later: from the PATH, else from pyenv, whose shims are on the PATH but
# refuse to run a version that is not the selected one.
find_python() {
  local candidate version
  for candidate in python3.13 python3.12 python3 python3.14; do
    if "$candidate" -c "$new_enough" 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  if command -v pyenv >/dev/null; then
    for version in $(pyenv versions --bare | grep -E '^3\.1[2-9]' | sort -rV); do
      candidate=$(pyenv prefix "$version")/bin/python3
      if "$candidate" -c "$new_enough" 2>/dev/null; then
        echo "$candidate"
        return
      fi
    done
  fi
  echo ".ci/peers: no Python 3.12 or later on the PATH or in pyenv; LocalStack needs one: install it, for example with \`pyenv install 3.13\`" >&2
  return 1
}
