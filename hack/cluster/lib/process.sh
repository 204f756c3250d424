# shellcheck shell=bash disable=SC2154  # here comes from node.sh
# Background processes that are found again by a later call of the script.

# The start time tells a process from a later one that got the same number. It is field 20 of what follows the command
# name in /proc/PID/stat; the first is the state, and a process that only waits to be reaped (Z) is gone for us.
start_time() { sed -n 's/.*) \([^Z]\)/\1/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20; }

# start NAME COMMAND...: runs it in a session of its own, logs to log/NAME.log
start() {
  local name=$1; shift
  setsid "$@" >"$STATE/log/$name.log" 2>&1 </dev/null 9>&- & # without the caller's lock
  remember "$name" $!
}
remember() { echo "$2 $(start_time "$2")" >"$STATE/pid/$1"; }
pid_of() { cut -d' ' -f1 "$STATE/pid/$1" 2>/dev/null; }

is_alive() {
  local pid started
  read -r pid started 2>/dev/null <"$STATE/pid/$1" || return 1
  [ -n "$started" ] && [ "$(start_time "$pid")" = "$started" ]
}

stop() {
  is_alive "$1" || return 0
  kill -KILL "$(pid_of "$1")" 2>/dev/null || true
  wait_until 10 "$1 to end" is_dead "$1"
}
is_dead() { ! is_alive "$1"; }

# wait_until SECONDS WHAT COMMAND...: polls until COMMAND succeeds
wait_until() {
  local seconds=$1 what=$2 deadline; shift 2
  deadline=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    ((SECONDS < deadline)) || { echo "waited $seconds s for $what; see $STATE/log" >&2; return 1; }
    sleep 0.1
  done
}

# free_ports N: N different free TCP ports of the loopback interface
free_ports() { python3 "$here/ports.py" "$1"; }

# render NAME: conf/NAME from config/NAME with the exported variables filled in; prints the path
render() {
  envsubst <"$here/config/$1" >"$STATE/conf/$1"
  echo "$STATE/conf/$1"
}
