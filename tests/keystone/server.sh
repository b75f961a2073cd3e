# SPDX-License-Identifier: MIT
#
# Sourced by run.sh: starts a real OpenStack Keystone on a free loopback port, and ends what was started.
# Everything it reads and writes lies below $work; nothing of the system's own configuration is used, and
# every server ends by itself after a while, even if nobody is left to end it.

server_pids=()

# background LOGFILE COMMAND…: its pid is the last of server_pids. The limit is far beyond what any needs.
background() {
    local log=$1
    shift
    timeout --kill-after=5 900 "$@" >"$log" 2>&1 </dev/null &
    server_pids+=($!)
}

end_servers() {
    local pid
    for pid in "${server_pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in "${server_pids[@]}"; do
        wait "$pid" 2>/dev/null || true
    done
    server_pids=()
}

# awaited FILE SED-SCRIPT: prints what the script finds in the log of the server started last, as soon as it
# is there; fails when that server has ended, or after 60 s.
awaited() {
    local found deadline=$((SECONDS + 60))
    while [ "$SECONDS" -lt "$deadline" ]; do
        found=$(sed -n "$2" "$1" | head -n 1)
        if [ -n "$found" ]; then
            printf '%s\n' "$found"
            return 0
        fi
        kill -0 "${server_pids[-1]}" 2>/dev/null || break
        sleep 0.1
    done
    printf 'keystone: no address in %s:\n' "$1" >&2
    tail -n 20 "$1" >&2
    return 1
}

write_keystone_configuration() {
    mkdir -m 700 "$work/keys" "$work/policies"
    # Its own empty folder of policies: otherwise the one below /etc is read where it is there.
    # Cheap password hashes: they are not what is tested.
    cat >"$work/keystone.conf" <<CONF
[DEFAULT]
log_file = $work/keystone.log
use_stderr = false
[database]
connection = sqlite:///$work/keystone.db
[token]
expiration = $token_life_s
[fernet_tokens]
key_repository = $work/keys/tokens
[fernet_receipts]
key_repository = $work/keys/receipts
[credential]
key_repository = $work/keys/credentials
[oslo_policy]
policy_dirs = $work/policies
[auth]
methods = password,token,totp
[identity]
password_hash_rounds = 4
CONF
    cat >"$work/keystone_wsgi.py" <<'WSGI'
from keystone.server.wsgi import initialize_public_application

application = initialize_public_application()
WSGI
}

manage() {
    keystone-manage --config-file "$work/keystone.conf" "$@" >>"$work/keystone-manage.log" 2>&1
}

# show_logs FILE…: their last lines, for whoever has to find out why.
show_logs() {
    local log
    for log in "$@"; do
        printf -- '-- %s\n' "${log##*/}"
        tail -n 20 "$log"
    done >&2
}

# Leaves its address in $keystone_url. The administrator's password is $1.
start_keystone() {
    write_keystone_configuration
    mkdir -m 700 "$work/keys/tokens" "$work/keys/receipts" "$work/keys/credentials"
    # Without write-ahead logging two workers meet "database is locked".
    python3 -c 'import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute("PRAGMA journal_mode=WAL")' \
        "$work/keystone.db"
    local step steps=() owner=(--keystone-user "$(id -un)" --keystone-group "$(id -gn)")
    manage db_sync &
    steps+=($!)
    manage fernet_setup "${owner[@]}" &
    steps+=($!)
    manage receipt_setup "${owner[@]}" &
    steps+=($!)
    manage credential_setup "${owner[@]}" &
    steps+=($!)
    for step in "${steps[@]}"; do
        wait "$step" || return 1
    done
    manage bootstrap --bootstrap-password "$1" || return 1

    # Its http socket does not keep connections alive and has to say so, or clients send the next request
    # into a closed one.
    OS_KEYSTONE_CONFIG_FILES=$work/keystone.conf background "$work/uwsgi.log" \
        uwsgi --plugins python3 --http-socket 127.0.0.1:0 --add-header 'Connection: close' \
        --wsgi-file "$work/keystone_wsgi.py" --need-app --master --die-on-term --no-orphans --processes 2 \
        --buffer-size 32768
    local address
    address=$(awaited "$work/uwsgi.log" 's/.*bound to TCP address \(127\.0\.0\.1:[0-9]*\).*/\1/p') || return 1
    keystone_url=http://$address
}
