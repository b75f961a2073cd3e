#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Signs the built program in to a real OpenStack Keystone, an Identity v3 like the service's own, and lists
# from cloud-server, which lets nobody in whose token that Keystone does not find good.
#
#   bash tests/keystone/run.sh [--build-dir build/dev]
#
# Installs Keystone where it can (the library and an application server, no system service). Everything runs
# on loopback, in a private folder, and ends with the script. Exit code: 0 all passed, 1 not, 77 skipped,
# since there is no Keystone here.
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=build/dev
while [ $# -gt 0 ]; do
    case $1 in
    --build-dir)
        build=${2:?--build-dir needs a folder}
        shift
        ;;
    *)
        printf 'keystone: unknown option %s (there is --build-dir)\n' "$1" >&2
        exit 2
        ;;
    esac
    shift
done

skip() {
    cat >&2 <<TEXT

****************************************************************************
*  SKIPPED: signing in to a real Keystone was NOT tested.
*  $*
*  Needed: keystone-manage and Keystone's Python library, uwsgi with its
*  Python plugin (on Debian: python3-keystone uwsgi-core uwsgi-plugin-python3)
****************************************************************************

TEXT
    exit 77
}

has_keystone() {
    command -v keystone-manage >/dev/null && command -v uwsgi >/dev/null &&
        uwsgi --plugins python3 --help 2>/dev/null | grep -q -e --wsgi-file
}

program=$build/leasekeeper
cloud_server=$build/tests/cloud-server/cloud-server
renewal_test=$build/tests/keystone/tst_keystone
for file in "$program" "$cloud_server" "$renewal_test"; do
    if [ ! -x "$file" ]; then
        printf 'keystone: there is no %s; build first, with tests\n' "$file" >&2
        exit 1
    fi
done
if ! has_keystone; then
    bash installer/linux/setup.sh --keystone || skip "Its packages could not be installed; why stands above."
    has_keystone || skip "It is not there, and this script cannot install it on this system."
fi

. tests/keystone/server.sh
work=$(mktemp -d)
trap 'end_servers; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

token_life_s=30
count=12
secret() { python3 -c 'import secrets; print(secrets.token_hex(8))'; }
admin_password=$(secret)
password="pass wörd+%\"\\ $(secret)" # what has to be encoded is where mistakes are made

passed=0
failed=0
verdict() { # NAME [WHAT IS WRONG]
    if [ $# -eq 1 ]; then
        passed=$((passed + 1))
        printf 'ok      %s\n' "$1"
    else
        failed=$((failed + 1))
        printf 'FAILED  %s: %s\n' "$1" "$2"
    fi
}

start_gate() { # NAME: its address is left in $gate_url, its log is NAME.requests
    background "$work/$1.log" python3 tests/keystone/gate.py "$keystone_url" "$cloud_url" "$work/$1.requests"
    gate_url=$(awaited "$work/$1.log" '/^http:/p')
}

printf 'Starting Keystone\n'
background "$work/cloud-server.log" "$cloud_server" --count "$count" --accept-any-token
cloud_url=$(awaited "$work/cloud-server.log" 's/.*"url": *"\([^"]*\)".*/\1/p')
if ! start_keystone "$admin_password" ||
    ! projects=$(python3 tests/keystone/accounts.py "$keystone_url" "$admin_password" "$password"); then
    show_logs "$work"/*.log
    printf 'keystone: it did not start\n' >&2
    exit 1
fi
read -r eu_test eu_annex <<<"$projects"
start_gate window
window_gate=$gate_url
start_gate gate
printf 'Keystone answers after %d s\n' "$SECONDS"

# The command in $clean starts what follows with nothing of the caller's surroundings and this home.
set_home() {
    mkdir -p -m 700 "$work/$1"
    clean=(env -i PATH="$PATH" LC_ALL="$LC_ALL" TZ=UTC QT_QPA_PLATFORM=offscreen
        HOME="$work/$1" XDG_RUNTIME_DIR="$work/$1" TMPDIR="$work/$1")
}
user=(OS_USERNAME=keeper OS_PASSWORD="$password" OS_USER_DOMAIN_NAME=house)
project=(OS_PROJECT_NAME=eu-test OS_PROJECT_DOMAIN_NAME=house)

# Runs the export with these variables, of which later ones win, and leaves the exit code in $code.
options=(--iam-endpoint "$keystone_url")
export_with() {
    code=0
    set_home home
    "${clean[@]}" "${user[@]}" "$@" timeout 60 "$program" --endpoint "$gate_url" "${options[@]}" --export - \
        >"$work/out" 2>"$work/err" || code=$?
}

# What must hold of every run, however it ended.
common_fault() {
    if grep -q -F -e "$password" "$work/out" "$work/err"; then
        printf 'the password is in its output'
    elif grep -q -r -F -e "$password" "$work/home"; then
        printf 'the password is in a file of its home'
    fi
}

lists() { # NAME PROJECT-ID VARIABLE…
    local name=$1 id=$2 fault
    shift 2
    export_with "$@"
    fault=$(common_fault)
    if [ -z "$fault" ] && [ "$code" -ne 0 ]; then
        fault="exit code $code, $(tr '\n' ' ' <"$work/err")"
    fi
    [ -n "$fault" ] || fault=$(python3 - "$work/out" "$count" "$id" <<'CHECK'
import json, sys
path, count, project = sys.argv[1:]
export = json.load(open(path, encoding="utf-8"))
seen = (export["complete"], len(export["instances"]), export["project_id"])
if seen != (True, int(count), project):
    print("complete, instances, project are", seen)
CHECK
    ) || fault="its output is no export"
    verdict "$name" ${fault:+"$fault"}
}

refuses() { # NAME TEXT-IN-THE-LINE VARIABLE…
    local name=$1 text=$2 fault
    shift 2
    export_with "$@"
    fault=$(common_fault)
    if [ -n "$fault" ]; then
        :
    elif [ "$code" -ne 3 ]; then
        fault="exit code $code instead of 3; $(tr '\n' ' ' <"$work/err")"
    elif [ "$(wc -l <"$work/err")" -ne 1 ] || [ -s "$work/out" ]; then
        fault="not one line of error and no output: $(tr '\n' '|' <"$work/err")"
    elif ! grep -q -i -e "$text" "$work/err"; then
        fault="says nothing of '$text': $(cat "$work/err")"
    fi
    verdict "$name" ${fault:+"$fault"}
    printf '        %s\n' "$(head -c 300 "$work/err")"
}

# The two long runs go on at the same time, while the short ones are made.
set_home home.renewal
background "$work/renewal.log" "${clean[@]}" "${user[@]}" "${project[@]}" OS_AUTH_URL="$keystone_url" \
    LEASEKEEPER_SERVICE_URL="$gate_url" LEASEKEEPER_SERVICE_COUNT="$count" "$renewal_test"
renewal_pid=${server_pids[-1]}
set_home home.window
background "$work/window.log" "${clean[@]}" "${user[@]}" "${project[@]}" "$program" \
    --endpoint "$window_gate" --iam-endpoint "$keystone_url"
window_pid=${server_pids[-1]}

lists "project by name and account" "$eu_test" "${project[@]}"
lists "project by name, its account left out" "$eu_test" OS_PROJECT_NAME=eu-test
lists "project of another account" "$eu_annex" OS_PROJECT_NAME=eu-annex OS_PROJECT_DOMAIN_NAME=annex
options+=(--project-id "$eu_test")
lists "project by id" "$eu_test"
options=()
lists "address from OS_AUTH_URL" "$eu_test" "${project[@]}" OS_AUTH_URL="$keystone_url/v3"
options=(--iam-endpoint "$keystone_url")
refuses "wrong password" "password" "${project[@]}" OS_PASSWORD=wrong
refuses "unknown account" "account" "${project[@]}" OS_USER_DOMAIN_NAME=nowhere
refuses "unknown project" "eu-nowhere" "${project[@]}" OS_PROJECT_NAME=eu-nowhere
refuses "one-time code asked for" "one-time code" "${project[@]}" OS_USERNAME=careful

if wait "$renewal_pid"; then
    verdict "tokens of $token_life_s s are renewed"
else
    verdict "tokens of $token_life_s s are renewed" "its test failed"
    show_logs "$work/renewal.log"
fi

# Prints what is wrong with the window's requests; nothing if they are as they should be; fails as long as
# they do not go far enough to tell.
judge_window() {
    [ -s "$work/window.requests" ] || return 1
    awk -v long=70000 -v least=4 '
        NR == 1 { first = $1 }
        { last = $1; tokens += !($3 in seen); seen[$3] = 1 }
        $2 != 200 { refused = refused " " $2 " to " $4 " " $5 }
        END {
            if (refused)
                print "the service answered" refused
            else if (last - first < long)
                exit 1
            else if (tokens < least)
                print "only " tokens " tokens in " int((last - first) / 1000) " s"
        }' "$work/window.requests"
}
name="the window goes on listing"
deadline=$((SECONDS + 120))
fault=
while ! fault=$(judge_window); do
    if ! kill -0 "$window_pid" 2>/dev/null; then
        fault="it has ended: $(tr '\n' ' ' <"$work/window.log")"
        break
    elif [ "$SECONDS" -ge "$deadline" ]; then
        fault="it stopped reading"
        break
    fi
    sleep 0.5
done
verdict "$name" ${fault:+"$fault"}

[ "$failed" -eq 0 ] || show_logs "$work/keystone.log" "$work/gate.requests" "$work/window.requests" "$work/window.log"
printf 'keystone: %d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
