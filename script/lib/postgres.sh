# shellcheck shell=bash
# A private PostgreSQL: data below .odoo/ (or beside it, see cluster_folder), reachable through a
# socket only, by the user who started it only. PostgreSQL refuses to run as root, so root runs it
# as the user postgres.

# What PostgreSQL writes about a failing statement holds the values of the row: files of people.
# docs/administration.md says the same to those who run a server of their own.
QUIET_LOG=(
    -c log_min_messages=fatal
    -c log_min_error_statement=panic
    -c log_error_verbosity=terse
    -c log_parameter_max_length=0
    -c log_parameter_max_length_on_error=0
    -c log_statement=none
    -c log_min_duration_statement=-1
)

# as_postgres COMMAND...: as the user that owns the cluster.
as_postgres() {
    if is_root; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# private_folder PATH: a folder that only the cluster's user (and root) can enter.
private_folder() {
    if is_root; then
        install -d -m 700 -o postgres -g postgres "$1"
    else
        install -d -m 700 "$1"
        [ -O "$1" ] || die "$EX_FAILED" "$1 belongs to somebody else; remove it or have it removed."
    fi
}

# cluster_folder NAME: where the data lie. In the checkout, unless root runs this and the user
# postgres cannot enter the checkout (a clone in /root, say).
cluster_folder() {
    if is_root && ! as_postgres test -x "$STATE"; then
        printf '/var/lib/postgresql/kim-%s-%s' "$(printf '%s' "$ROOT" | short_hash)" "$1"
    else
        printf '%s/postgres-%s' "$STATE" "$1"
    fi
}

# socket_folder FOLDER: a socket's path is limited to 107 bytes; a longer one moves to /tmp.
socket_folder() {
    local path=$1/run
    if [ ${#path} -gt 85 ]; then
        path=/tmp/kim-$(id -u)-$(printf '%s' "$1" | short_hash)
    fi
    printf '%s' "$path"
}

# start_cluster NAME [SETTING...]: starts (and the first time makes) it, and points PGHOST and
# PGUSER to it. The settings are options of the postgres command.
start_cluster() {
    local name=$1 bin folder log
    shift
    bin=$(postgres_bin)
    folder=$(cluster_folder "$name")
    log=$folder/log
    CLUSTER=$folder
    unset PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS PGSSLMODE
    PGHOST=$(socket_folder "$folder") PGPORT=5432 PGUSER=odoo
    export PGHOST PGPORT PGUSER
    private_folder "$folder"
    private_folder "$PGHOST"
    if [ ! -e "$folder/data/PG_VERSION" ]; then
        make_cluster "$bin" "$folder"
    elif [ "$(as_postgres cat "$folder/data/PG_VERSION")" != "$(postgres_major "$bin")" ]; then
        die "$EX_VERSION" "the data in $folder were made by PostgreSQL $(as_postgres cat "$folder/data/PG_VERSION"),
and here is $(postgres_major "$bin"). Remove that folder to start anew (its databases are lost)."
    fi
    if as_postgres "$bin/pg_ctl" -D "$folder/data" status >/dev/null; then
        # left over from a run that was killed
        stop_cluster
    fi
    without_locks as_postgres "$bin/pg_ctl" -D "$folder/data" -l "$log" -w -t 60 -s start \
        -o "-k '$PGHOST' -p $PGPORT ${QUIET_LOG[*]} $*" </dev/null >/dev/null 2>&1 ||
        die "$EX_FAILED" "PostgreSQL did not start:
$(as_postgres tail -n 5 "$log")
($(free_mb "$folder") MB are free there.)"
}

# make_cluster BIN FOLDER: built aside and renamed, so that it is there whole or not at all. The
# socket lies in a folder that nobody else can enter, hence no passwords.
make_cluster() {
    local bin=$1 folder=$2
    [ "$(free_mb "$folder")" -ge 500 ] || die "$EX_DISK" "a database needs 500 MB below $folder, and
$(free_mb "$folder") MB are free there."
    as_postgres rm -rf "$folder/data.new"
    as_postgres "$bin/initdb" -D "$folder/data.new" -U odoo -A trust -E UTF8 --locale=C.UTF-8 \
        --no-sync >"$LOGS/initdb.log" 2>&1 || die "$EX_FAILED" "PostgreSQL's initdb failed:
$(tail -n 5 "$LOGS/initdb.log")"
    as_postgres tee -a "$folder/data.new/postgresql.conf" >/dev/null <<'CONF'
listen_addresses = ''
max_connections = 60
shared_buffers = 256MB
CONF
    as_postgres mv "$folder/data.new" "$folder/data"
}

stop_cluster() {
    as_postgres "$(postgres_bin)/pg_ctl" -D "$CLUSTER/data" -m fast -w -t 60 -s stop >/dev/null 2>&1 || true
}

database_exists() {
    [ "$(psql -XAtq -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'")" = 1 ]
}

# drop_database NAME, copy_database FROM TO: with their files in Odoo's data folder $DATA.
drop_database() {
    psql -XAtqd postgres -c 'SET client_min_messages = warning' \
        -c "DROP DATABASE IF EXISTS \"$1\" WITH (FORCE)"
    rm -rf "${DATA:?}/filestore/$1"
}

copy_database() {
    drop_database "$2"
    createdb -T "$1" "$2"
    if [ -d "$DATA/filestore/$1" ]; then
        cp -a "$DATA/filestore/$1" "$DATA/filestore/$2"
    fi
}
