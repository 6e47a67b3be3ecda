# shellcheck shell=bash
# What must be there on the machine itself: Python, PostgreSQL, libraries, fonts, a browser.

MIN_POSTGRES=13
BROWSERS=(google-chrome chromium chromium-browser google-chrome-stable) # as Odoo looks for them

# python_ok COMMAND: can it run Odoo 19?
python_ok() {
    "$1" -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

# find_python: the interpreter to build the environment with; nothing when there is none.
find_python() {
    local name
    for name in ${KIM_PYTHON:-python3 python3.13 python3.12 python3.11 python3.10}; do
        if python_ok "$name"; then
            command -v "$name"
            return
        fi
    done
}

postgres_major() { "$1/pg_ctl" --version | sed 's/[^0-9]*\([0-9]*\).*/\1/'; }

# postgres_bin: the folder with pg_ctl and initdb of the newest PostgreSQL of this machine.
postgres_bin() {
    local folder folders=(/usr/lib/postgresql/*/bin /usr/pgsql-*/bin)
    if command -v pg_config >/dev/null; then folders+=("$(pg_config --bindir)"); fi
    for folder in "${folders[@]}"; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ]; then
            printf '%s %s\n' "$(postgres_major "$folder")" "$folder"
        fi
    done | sort -rn | sed -n '1s/^[0-9]* //p'
}

# own_database: does the caller name a PostgreSQL to use?
own_database() { [ -n "${PGHOST:-}${PGSERVICE:-}${KIM_CONFIG:-}" ]; }

has_library() { python3 -c 'import ctypes, sys; ctypes.CDLL(sys.argv[1])' "$1" 2>/dev/null; }

has_arabic_font() {
    find /usr/share/fonts /usr/local/share/fonts "${HOME:-/}/.fonts" "${HOME:-/}/.local/share/fonts" \
        -name 'Noto*Arabic*' -print -quit 2>/dev/null | grep -q .
}

has_browser() {
    local name
    for name in "${BROWSERS[@]}"; do
        # Ubuntu's chromium-browser is a stub that asks for a snap
        if command -v "$name" >/dev/null && ! head -c 4000 "$(command -v "$name")" | grep -qa snap; then
            return 0
        fi
    done
    return 1
}

# missing_packages [tests]: Debian names of what is not there, one a line.
missing_packages() {
    local python
    python=$(find_python)
    if [ -z "$python" ]; then
        command -v python3 >/dev/null || printf 'python3\npython3-venv\n'
    elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        printf '%s-venv\n' "$(basename "$("$python" -c 'import sys; print("python3.%d" % sys.version_info[1])')")"
    fi
    if [ "${1:-}" = tests ] || ! own_database; then
        [ -n "$(postgres_bin)" ] || printf 'postgresql\n'
    fi
    if command -v python3 >/dev/null; then
        has_library libpango-1.0.so.0 || printf 'libpango-1.0-0\n'
        has_library libpangoft2-1.0.so.0 || printf 'libpangoft2-1.0-0\n'
        has_library libharfbuzz-subset.so.0 || printf 'libharfbuzz-subset0\n'
        has_library libmagic.so.1 || printf 'libmagic1\n'
    else
        printf 'libpango-1.0-0\nlibpangoft2-1.0-0\nlibharfbuzz-subset0\nlibmagic1\n'
    fi
    has_arabic_font || printf 'fonts-noto-core\n'
    if [ "${1:-}" = tests ]; then
        has_browser || printf 'chromium\n'
    fi
    if [ -z "${ODOO_SOURCE:-}" ] && [ ! -e "$STATE/odoo/.complete" ] &&
        [ ! -r "$DEBIAN_KEYRING" ]; then
        printf 'debian-archive-keyring\n'
    fi
}

# install_packages NAME...: with apt-get, as root only.
install_packages() {
    local conf=/etc/postgresql-common/createcluster.d/kim.conf log=$LOGS/apt.log code=0
    say "Installing system packages: $*"
    apt-get update -qq >"$log" 2>&1 ||
        die "$EX_DOWNLOAD" "apt-get update failed, so the packages $* cannot be installed:
$(grep -E '^(E|W|Err)' "$log" | head -n 5)"
    if [[ " $* " == *" postgresql "* ]]; then
        say "  (only PostgreSQL's programs: its package is kept from making and starting a cluster of the system)"
        mkdir -p "$(dirname "$conf")"
        printf 'create_main_cluster = false\n' >"$conf"
    fi
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" \
        >>"$log" 2>&1 </dev/null || code=$?
    if [[ " $* " == *" postgresql "* ]]; then
        rm -f "$conf"
    fi
    [ $code = 0 ] || die "$EX_SYSTEM" "apt-get install $* failed:
$(grep -E '^(E|Err)' "$log" | head -n 5)
All of its output is in $log."
}

# ensure_system_packages [tests]: installs what is missing when root, else says how.
ensure_system_packages() {
    local missing
    mapfile -t missing < <(missing_packages "${1:-}")
    [ ${#missing[@]} -gt 0 ] || return 0
    if [[ " ${missing[*]} " == *" chromium "* ]] && grep -qs '^ID=ubuntu' /etc/os-release; then
        die "$EX_SYSTEM" "the tests need a browser, and Ubuntu's chromium is a snap that they cannot steer.
Install Google Chrome (google-chrome-stable) or put a chromium on PATH, then start again."
    fi
    if ! command -v apt-get >/dev/null; then
        die "$EX_SYSTEM" "these are missing, by their names in Debian: ${missing[*]}.
Install what your system calls them, then start again."
    fi
    if ! is_root; then
        die "$EX_SYSTEM" "system packages are missing. An administrator installs them with this command:

    sudo apt-get update && sudo apt-get install --no-install-recommends ${missing[*]}

Then start again."
    fi
    install_packages "${missing[@]}"
    mapfile -t missing < <(missing_packages "${1:-}")
    [ ${#missing[@]} = 0 ] ||
        die "$EX_SYSTEM" "after installing them, these are still not found: ${missing[*]}"
}

# check_versions: a Python and a PostgreSQL that Odoo 19 runs with.
check_versions() {
    local bin major
    [ -n "$(find_python)" ] || die "$EX_VERSION" "Odoo 19 runs with Python 3.10 to 3.13, and here is
${KIM_PYTHON:-$(python3 --version 2>&1 || true)}. Name another by KIM_PYTHON=/path/to/python3.12."
    bin=$(postgres_bin)
    if [ -n "$bin" ] && { [ "${1:-}" = tests ] || ! own_database; }; then
        major=$(postgres_major "$bin")
        [ "$major" -ge $MIN_POSTGRES ] || die "$EX_VERSION" "PostgreSQL $major in $bin is too old:
Odoo 19 needs $MIN_POSTGRES or newer. Install a newer one beside it; it is found by itself."
    fi
}
