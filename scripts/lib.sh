# shellcheck shell=bash
# What the scripts share; sourced, never run.
#
#   step TEXT              prints a line with the time since the script started
#   fail WHAT [HELP]       prints an error and ends the script
#   need_command NAME PKG  installs Debian package PKG unless the command is there
#   need_library PC PKG    installs Debian package PKG unless pkg-config knows PC
#   need_toolchain         checks the Swift compiler
#   logged FILE CMD...     runs a command with its output in FILE; shows the end of it if the command fails
#   background FILE CMD... starts a command that ends with the script; its pid is in $started
#   background_group FILE CMD...  the same with everything that the command starts; its output is shown as well
#   await_group PID SECONDS       waits for such a group, ends it when it takes longer
#   stop PID               ends one of these

set -euo pipefail

repo=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
began=$EPOCHREALTIME
children=()
groups=()
scratch_folders=()
missing_packages=()
apt_updated=no
started=
scratch=
tool=
wardle=
shared=
server=
etcd=
etcd_pid=
storage_flags=()

# Seconds from $1 (an EPOCHREALTIME) until $2 (default: now), with one decimal.
seconds_since() {
    local from=${1/[.,]/} to=${2:-$EPOCHREALTIME}
    to=${to/[.,]/}
    local tenths=$(((to - from) / 100000))
    echo "$((tenths / 10)).$((tenths % 10))"
}

# The same with milliseconds.
milliseconds_since() {
    local from=${1/[.,]/} to=${2:-$EPOCHREALTIME}
    to=${to/[.,]/}
    echo "$(((to - from) / 1000))"
}

step() { printf '[%7s s] %s\n' "$(seconds_since "$began")" "$*"; }

fail() {
    printf 'error: %s\n' "$1" >&2
    [ $# -lt 2 ] || printf 'help: %s\n' "$2" >&2
    exit 1
}

# MARK: What must be installed

# Runs a command as root.
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        fail "cannot run '$*' (neither root nor sudo)" "run it yourself, then this script again"
    fi
}

need_command() {
    command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ] || missing_packages+=("$2")
}

need_library() {
    if command -v pkg-config >/dev/null && pkg-config --exists "$1"; then return; fi
    missing_packages+=("$2")
}

# Installs what need_command and need_library found missing; nothing is touched if nothing is.
install_missing() {
    [ ${#missing_packages[@]} -gt 0 ] || return 0
    step "installing ${missing_packages[*]}"
    command -v apt-get >/dev/null ||
        fail "missing: ${missing_packages[*]} (no apt-get here)" "install what your system calls these Debian packages"
    if [ $apt_updated = no ]; then
        as_root apt-get update -qq >/dev/null || fail "apt-get update failed" "check the network and /etc/apt/sources.list"
        apt_updated=yes
    fi
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${missing_packages[@]}" >/dev/null || fail "apt-get install ${missing_packages[*]} failed"
    missing_packages=()
}

# The C libraries that the tool and every API server link.
need_libraries() {
    need_command pkg-config pkg-config
    need_library openssl libssl-dev
    need_library libnghttp2 libnghttp2-dev
    need_library sqlite3 libsqlite3-dev
    need_library yaml-0.1 libyaml-dev
    need_library zlib zlib1g-dev
}

need_toolchain() {
    local help="install Swift 6.3 from https://www.swift.org/install/linux/ and put its usr/bin into PATH" version
    command -v swift >/dev/null || fail "no swift in PATH" "$help"
    version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    [ -n "$version" ] || fail "cannot tell the version of $(command -v swift)" "$help"
    if [ "${version%.*}" -lt 6 ] || { [ "${version%.*}" = 6 ] && [ "${version#*.}" -lt 3 ]; }; then
        fail "Swift $version is too old ($(command -v swift))" "$help"
    fi
}

# MARK: Running

logged() {
    local log=$1 status=0
    shift
    mkdir -p "$(dirname "$log")"
    # Not in the foreground: there a signal would wait until the command is done.
    set -m
    "$@" >"$log" 2>&1 </dev/null &
    set +m
    groups+=("$!")
    wait "$!" || status=$?
    [ $status != 0 ] || return 0
    printf 'error: %s failed (log: %s), its end:\n' "$*" "$log" >&2
    tail -n 40 "$log" >&2
    return $status
}

background() {
    local log=$1
    shift
    # Now, not when the child gets to it: whoever reads the log must not see what an earlier run wrote.
    : >"$log"
    "$@" >"$log" 2>&1 </dev/null &
    started=$!
    children+=("$started")
}

# Runs a command or function in a process group of its own, which is ended as a whole with the script; what it prints is
# shown and kept in FILE.
background_group() {
    local log=$1
    shift
    set -m
    ("$@" 2>&1 </dev/null | tee "$log") &
    set +m
    started=$!
    groups+=("$started")
}

is_running() { kill -0 "$1" 2>/dev/null; }

# Waits for the end of a group and returns its status; ends it after that many seconds.
await_group() {
    local pid=$1 until=$((SECONDS + $2)) status=0
    while is_running "$pid" && [ $SECONDS -lt $until ]; do sleep 0.1; done
    if is_running "$pid"; then
        printf 'error: not done after %s s\n' "$2" >&2
        stop_group "$pid"
        return 124
    fi
    wait "$pid" || status=$?
    return $status
}

# Everything that a process started and that still runs, however deep.
descendants() {
    ps -e -o pid=,ppid= | awk -v root="$1" '
        { children[$2] = children[$2] " " $1 }
        function walk(pid, list, count, i) {
            count = split(children[pid], list, " ")
            for (i = 1; i <= count; i++) { print list[i]; walk(list[i]) }
        }
        END { walk(root) }'
}

# Ends a group and what left it: the compilers that SwiftPM starts have groups of their own.
stop_group() {
    local pid=$1 below=() one
    is_running "$pid" || return 0
    mapfile -t below < <(descendants "$pid")
    kill -TERM -- "-$pid" 2>/dev/null || true
    stop "$pid"
    for one in "${below[@]}"; do kill -TERM "$one" 2>/dev/null || true; done
    for one in "${below[@]}"; do
        for _ in {1..20}; do
            is_running "$one" || break
            sleep 0.1
        done
        kill -KILL "$one" 2>/dev/null || true
    done
}

stop() {
    local pid=$1
    is_running "$pid" || return 0
    kill -TERM "$pid" 2>/dev/null || return 0
    for _ in {1..150}; do
        is_running "$pid" || break
        sleep 0.1
    done
    if is_running "$pid"; then
        printf 'warning: process %s did not end within 15 s, killed\n' "$pid" >&2
        kill -KILL "$pid" 2>/dev/null || true
    fi
    wait "$pid" 2>/dev/null || true
}

# A folder that goes away with the script; its name is in $scratch.
scratch_folder() {
    scratch=$(mktemp -d "${TMPDIR:-/tmp}/apiserver-boot.XXXXXX")
    scratch_folders+=("$scratch")
}

tidy_up() {
    local pid
    trap - EXIT INT TERM HUP
    for pid in "${groups[@]}"; do stop_group "$pid"; done
    for pid in "${children[@]}"; do stop "$pid"; done
    [ ${#scratch_folders[@]} = 0 ] || rm -rf "${scratch_folders[@]}"
}

# Ends by the signal that came, after having ended what was started.
trap tidy_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# Waits until FILE contains a match of the extended regular expression, prints the match. Fails when the process ends
# or the time is over.
wait_for_line() {
    local file=$1 pattern=$2 pid=$3 seconds=${4:-60} until=$((SECONDS + ${4:-60})) found
    while :; do
        found=$(grep -Eom 1 "$pattern" "$file" 2>/dev/null || true)
        if [ -n "$found" ]; then
            printf '%s\n' "$found"
            return 0
        fi
        if ! is_running "$pid"; then
            printf 'error: the process ended before it was ready (log: %s), its end:\n' "$file" >&2
            break
        fi
        if [ $SECONDS -ge $until ]; then
            printf 'error: not ready within %s s (log: %s), its end:\n' "$seconds" "$file" >&2
            break
        fi
        sleep 0.02
    done
    tail -n 30 "$file" >&2
    return 1
}

# MARK: The pieces

# Builds the tool; its path is in $tool.
build_tool() {
    logged "$repo/.build/e2e/logs/tool.log" swift build --package-path "$repo" -c release --product apiserver-boot || return
    tool=$(swift build --package-path "$repo" -c release --show-bin-path)/apiserver-boot
}

# Builds examples/wardle; the server's path is in $wardle.
build_wardle() {
    [ -d "$repo/examples/wardle" ] || fail "examples/wardle is not there"
    # Swift looks for new source files in a package that others depend on only when its manifest seems to have changed.
    touch "$repo/Package.swift" "$repo/examples/wardle/Package.swift"
    # As build container does it, so that the end-to-end tests make the image from the same build.
    logged "$repo/.build/e2e/logs/wardle.log" swift build -c release --package-path "$repo/examples/wardle" \
        --product apiserver --static-swift-stdlib -Xswiftc -static-executable ||
        fail "examples/wardle does not build"
    wardle=$(swift build -c release --package-path "$repo/examples/wardle" --show-bin-path)/apiserver
}

# The folder with recorded behaviour and benchmarks; its path is in $shared.
find_shared() {
    shared=${APISERVER_BOOT_SHARED:-$repo/../shared}
    [ -d "$shared/$1" ] || fail "$shared/$1 is not there" "set APISERVER_BOOT_SHARED to the folder that has $1/"
    shared=$(cd "$shared" && pwd)
}

# Starts an etcd of one member on free ports of the loopback address, with its data in the new folder $1; its URL is in
# $etcd, its pid in $etcd_pid.
start_etcd() {
    local folder=$1 log=$2 line
    background "$log" etcd --data-dir "$folder" --logger zap --enable-grpc-gateway=false \
        --listen-client-urls http://127.0.0.1:0 --advertise-client-urls http://127.0.0.1:0 \
        --listen-peer-urls http://127.0.0.1:0 --initial-advertise-peer-urls http://127.0.0.1:0 \
        --initial-cluster default=http://127.0.0.1:0
    line=$(wait_for_line "$log" 'serving client traffic insecurely.*"address":"127\.0\.0\.1:[0-9]+"' "$started" 30) ||
        fail "etcd did not start (log: $log)"
    etcd=http://127.0.0.1:${line##*127.0.0.1:}
    etcd=${etcd%\"*}
    etcd_pid=$started
    # As in a cluster that has been there for a while: some revisions are forgotten.
    call_etcd KV/Put '\n\001a' 3
    call_etcd KV/Put '\n\001a' 3
    call_etcd KV/Compact '\b\003' 2
}

# Calls the method $1 of etcd with the message $2, as printf reads it, of $3 bytes: below 256.
call_etcd() {
    # shellcheck disable=SC2059
    printf "\\0\\0\\0\\0\\x$(printf %x "$3")$2" | curl -sf --http2-prior-knowledge --data-binary @- \
        -H 'content-type: application/grpc' -H 'te: trailers' "$etcd/etcdserverpb.$1" >/dev/null ||
        fail "etcd does not answer"
}

# The flags by which a server keeps its objects in $1 (memory, sqlite or etcd), in $storage_flags; a folder for files is $2.
storage_flags() {
    case $1 in
        memory) storage_flags=(--storage memory) ;;
        sqlite) storage_flags=(--storage sqlite --sqlite-file "$2/wardle.db") ;;
        etcd)
            start_etcd "$2/etcd" "$repo/.build/e2e/logs/etcd.log"
            storage_flags=(--etcd-servers "$etcd")
            ;;
    esac
}

# Starts a server on a free port of the loopback address with the throw-away PKI in $1; its URL is in $server, its pid in
# $started. A front proxy is trusted if there is a proxy-ca.crt. More flags may follow.
start_wardle() {
    local pki=$1 log=$2 flags line
    shift 2
    flags=(
        --bind-address 127.0.0.1 --secure-port 0
        --tls-cert-file "$pki/server.crt" --tls-private-key-file "$pki/server.key"
        --client-ca-file "$pki/client-ca.crt" --token-auth-file "$pki/tokens.csv"
    )
    if [ -f "$pki/proxy-ca.crt" ]; then
        flags+=(
            --requestheader-client-ca-file "$pki/proxy-ca.crt" --requestheader-allowed-names front-proxy-client
            --requestheader-username-headers X-Remote-User --requestheader-group-headers X-Remote-Group
            --requestheader-extra-headers-prefix X-Remote-Extra-
        )
    fi
    ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
    background "$log" "$wardle" "${flags[@]}" "$@"
    line=$(wait_for_line "$log" 'serving on https://127\.0\.0\.1:[0-9]+' "$started" 30) || fail "the server did not start"
    server=${line#serving on }
    for _ in {1..600}; do
        if curl -sf --cacert "$pki/server-ca.crt" "$server/readyz" >/dev/null; then return 0; fi
        sleep 0.05
    done
    fail "the server is not ready after 30 s (log: $log)"
}

# Prints the id of a child of process $1.
child_of() {
    local child
    for child in /proc/[0-9]*; do
        # The name of a program may have blanks and parentheses; what follows the last one is the state and the parent.
        if [ "$(sed -nE 's/.*\) [A-Z] ([0-9]+) .*/\1/p' "$child/stat" 2>/dev/null)" = "$1" ]; then
            printf '%s\n' "${child#/proc/}"
            return 0
        fi
    done
    return 1
}

# Starts `run local` in the new folder $1 with examples/wardle as the project's server and $3 as the storage of both. The URL
# of the control plane is in $server, its pid in $started, the server's in $behind, an administrator's token in $token.
start_wardle_behind_plane() {
    local folder=$1 log=$2 storage=$3 line
    mkdir -p "$folder/bin"
    cp "$repo/examples/wardle/PROJECT" "$folder/PROJECT"
    cp "$wardle" "$folder/bin/apiserver"
    ulimit -n "$(ulimit -Hn)" 2>/dev/null || true
    background "$log" "$tool" -C "$folder" run local --no-build --secure-port 0 --storage "$storage"
    line=$(wait_for_line "$log" 'ready in [0-9]+ ms at https://127\.0\.0\.1:[0-9]+' "$started" 60) ||
        fail "the control plane did not start"
    server=https://${line##*https://}
    behind=$(child_of "$started") || fail "there is no server behind the control plane"
    local kubeconfig=$folder/kubeconfig
    # Where the benchmark keeps its objects.
    kubectl --kubeconfig "$kubeconfig" create namespace bench >/dev/null
    kubectl --kubeconfig "$kubeconfig" -n default create serviceaccount bench >/dev/null
    kubectl --kubeconfig "$kubeconfig" create clusterrolebinding bench --clusterrole cluster-admin \
        --serviceaccount default:bench >/dev/null
    token=$(kubectl --kubeconfig "$kubeconfig" -n default create token bench --duration 8h)
}
