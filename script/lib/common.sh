# shellcheck shell=bash
# What the scripts of this folder share: folders, messages, exit codes, locks.
#
# Exit codes: 1 something failed (the message says what), 2 wrong call, 3 system packages are
# missing, 4 a download failed, 5 the disk is full, 6 Python, PostgreSQL or Odoo has the wrong
# version, 7 a port is in use.

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
STATE=$ROOT/.odoo                # everything that the scripts make; git ignores it
VENV=$STATE/venv
PYTHON=$VENV/bin/python
ODOO=$VENV/bin/odoo
LOGS=$STATE/log
ADDONS=(kim_case kim_conference kim_themes kim_reporting)

# The environment is not built out of itself when the caller has it activated.
PATH=$(printf '%s' "$PATH" | tr ':' '\n' | grep -vxF "$VENV/bin" | paste -sd:)

EX_FAILED=1 EX_USAGE=2 EX_SYSTEM=3 EX_DOWNLOAD=4 EX_DISK=5 EX_VERSION=6 EX_PORT=7

say() { printf '%s\n' "$*"; }

warn() { printf '%s\n' "$*" >&2; }

# die CODE MESSAGE...: one paragraph to the person at the keyboard, then the end.
die() {
    local code=$1
    shift
    printf '\n%s: %s\n' "$(basename "$0")" "$*" >&2
    exit "$code"
}

is_root() { [ "$(id -u)" = 0 ]; }

# usage: the comment at the head of the calling script, up to the first empty line.
usage() { sed -n '2,/^$/s/^# \{0,1\}//p' "$0"; }

# short_hash: a short, stable name for what comes in.
short_hash() { sha256sum | cut -c1-12; }

# make_state: the git-ignored folder, and a clear word where it cannot be made.
make_state() {
    mkdir -p "$STATE" "$LOGS" 2>/dev/null ||
        die "$EX_FAILED" "cannot create $STATE. The checkout must be writable for $(id -un)."
}

# take_lock NAME MESSAGE: at most one script works at this. The lock ends with the process, however
# it ends; a server that outlives the script must not hold it (without_locks).
LOCKS=()
take_lock() {
    local name=$1 message=$2 fd
    exec {fd}>"$STATE/$name.lock"
    flock --nonblock "$fd" || die "$EX_FAILED" "$message"
    LOCKS+=("$fd")
}

close_locks() {
    local fd
    for fd in "${LOCKS[@]}"; do exec {fd}>&-; done
}

without_locks() {
    (
        close_locks
        "$@"
    )
}

# free_mb PATH: free megabytes on the disk of PATH.
free_mb() { df -Pm "$1" | awk 'NR == 2 { print $4 }'; }

# seconds_since START: whole seconds since $SECONDS was START.
seconds_since() { printf '%d' $((SECONDS - $1)); }
