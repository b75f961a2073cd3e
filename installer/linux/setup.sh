#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Installs what building Leasekeeper needs, and only what is missing: a second run touches nothing and
# needs no network.
#
#   bash installer/linux/setup.sh            what building and showing the program needs
#   bash installer/linux/setup.sh --tests    and what its tests need
#   bash installer/linux/setup.sh --bench    and what counts instructions for its benchmark
#   bash installer/linux/setup.sh --format   and the formatter
#   bash installer/linux/setup.sh --fuzz     and Clang with its fuzzing library
#   bash installer/linux/setup.sh --keystone and an OpenStack Keystone to sign in to, without a system service
#
# Debian 12 or newer and Ubuntu 24.04 or newer are known; elsewhere the script installs nothing and names
# what it cannot find.
set -euo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive

say() { printf 'setup: %s\n' "$*"; }
fail() {
    printf 'setup: %s\n' "$*" >&2
    exit 1
}

packages=(ca-certificates g++ cmake ninja-build qt6-base-dev qt6-svg-dev qtkeychain-qt6-dev libyaml-cpp-dev
    libsimpleini-dev libsecret-1-0 fonts-dejavu-core fonts-droid-fallback)
# A Wayland session without X needs Qt's own plugin for it.
if [ -n "${WAYLAND_DISPLAY:-}" ] && [ -z "${DISPLAY:-}" ]; then
    packages+=(qt6-wayland)
fi
wants_tests=no
wants_bench=no
wants_format=no
wants_fuzz=no
wants_keystone=no
for argument in "$@"; do
    case $argument in
    --tests) wants_tests=yes ;;
    --bench) wants_bench=yes ;;
    --format) wants_format=yes ;;
    --fuzz) wants_fuzz=yes ;;
    --keystone) wants_keystone=yes ;;
    *) fail "unknown option $argument (there are --tests, --bench, --format, --fuzz and --keystone)" ;;
    esac
done
# One test talks to a key store of its own in a D-Bus session of its own.
[ "$wants_tests" = no ] || packages+=(openssl dbus gnome-keyring)
[ "$wants_bench" = no ] || packages+=(valgrind)
# One version judges the formatting everywhere: newer ones disagree with it in details.
[ "$wants_format" = no ] || packages+=(clang-format-14)
[ "$wants_fuzz" = no ] || packages+=(clang)
# The library brings keystone-manage; the package keystone would add a running service and its questions.
[ "$wants_keystone" = no ] || packages+=(python3-keystone uwsgi-core uwsgi-plugin-python3)

# 0 if $1 (a version such as 24.04) is at least $2.
at_least() { [ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" = "$2" ]; }

known_system() {
    [ -r /etc/os-release ] && command -v apt-get >/dev/null && command -v dpkg-query >/dev/null || return 1
    local id version
    id=$(. /etc/os-release && printf '%s' "${ID:-}")
    version=$(. /etc/os-release && printf '%s' "${VERSION_ID:-}")
    case $id in
    debian) [ -z "$version" ] || at_least "$version" 12 ;; # testing and unstable have no number
    ubuntu) at_least "${version:-0}" 24.04 ;;
    *) return 1 ;;
    esac
}

missing_packages() {
    local package
    for package in "${packages[@]}"; do
        if [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)" != installed ]; then
            printf '%s\n' "$package"
        fi
    done
}

install_missing() {
    local missing as_root=()
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -gt 0 ] || return 0
    say "installing ${missing[*]}"
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            fail "installing needs root and there is no sudo. As root: apt-get install ${missing[*]}"
        as_root=(sudo env "DEBIAN_FRONTEND=$DEBIAN_FRONTEND" "LC_ALL=$LC_ALL")
    fi
    local apt=("${as_root[@]}" apt-get -q -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update || fail "apt-get update failed; is the network reachable?"
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" ||
        fail "apt-get could not install ${missing[*]}; its own message stands above"
    mapfile -t missing < <(missing_packages)
    [ "${#missing[@]}" -eq 0 ] || fail "still not installed: ${missing[*]}"
}

# Whether Clang is there and finds its fuzzing library.
has_fuzzer() {
    command -v clang++ >/dev/null || return 1
    local probe code=0
    probe=$(mktemp -d)
    printf 'extern "C" int LLVMFuzzerTestOneInput(const unsigned char *, unsigned long) { return 0; }\n' \
        >"$probe/probe.cpp"
    clang++ -fsanitize=fuzzer,address,undefined -o "$probe/probe" "$probe/probe.cpp" 2>/dev/null || code=$?
    rm -rf "$probe"
    return "$code"
}

# Prints the libraries CMake does not find, one a line.
missing_libraries() {
    local probe
    probe=$(mktemp -d)
    cat >"$probe/CMakeLists.txt" <<'PROBE'
cmake_minimum_required(VERSION 3.25)
project(Probe LANGUAGES CXX)
set(modules Core Gui Widgets Network Svg Test)
if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
    list(APPEND modules DBus)
endif()
foreach(module IN LISTS modules)
    find_package(Qt6${module} 6.4 QUIET)
    if(NOT Qt6${module}_FOUND)
        message("missing-library Qt ${module} 6.4 or newer, with its development files")
    endif()
endforeach()
find_package(Qt6Keychain QUIET)
if(NOT Qt6Keychain_FOUND)
    message("missing-library QtKeychain for Qt 6, with its development files")
endif()
find_package(yaml-cpp QUIET)
if(NOT yaml-cpp_FOUND)
    message("missing-library yaml-cpp, with its development files")
endif()
find_path(SIMPLEINI SimpleIni.h)
if(NOT SIMPLEINI)
    message("missing-library SimpleIni (the header SimpleIni.h)")
endif()
PROBE
    cmake -G Ninja -S "$probe" -B "$probe/build" 2>&1 | sed -n 's/^missing-library //p'
    rm -rf "$probe"
}

name_missing() {
    local missing=() libraries=()
    command -v c++ >/dev/null || missing+=("a C++20 compiler as c++ (GCC 12, Clang 15 or newer)")
    if ! command -v cmake >/dev/null; then
        missing+=("CMake 3.25 or newer")
    elif ! at_least "$(cmake --version | awk 'NR == 1 { print $3 }')" 3.25; then
        missing+=("CMake 3.25 or newer (there is $(cmake --version | awk 'NR == 1 { print $3 }'))")
    fi
    command -v ninja >/dev/null || missing+=("Ninja")
    if [ "$wants_tests" = yes ] && ! command -v openssl >/dev/null; then
        missing+=("the openssl command")
    fi
    if [ "$wants_bench" = yes ] && ! command -v valgrind >/dev/null; then
        missing+=("valgrind")
    fi
    if [ "$wants_format" = yes ] && ! command -v clang-format-14 >/dev/null; then
        missing+=("clang-format 14 as clang-format-14")
    fi
    if [ "$wants_fuzz" = yes ] && ! has_fuzzer; then
        missing+=("Clang as clang++ with its fuzzing library (-fsanitize=fuzzer)")
    fi
    if [ "$wants_keystone" = yes ]; then
        command -v keystone-manage >/dev/null || missing+=("OpenStack Keystone with keystone-manage")
        command -v uwsgi >/dev/null || missing+=("uwsgi with its Python 3 plugin")
    fi
    if [ "${#missing[@]}" -eq 0 ]; then
        mapfile -t libraries < <(missing_libraries)
        missing+=("${libraries[@]}")
    else
        missing+=("perhaps Qt 6.4 or newer with Core, Gui, Widgets, Network, Svg, DBus and Test, QtKeychain for Qt 6, yaml-cpp and SimpleIni: not looked for without the above")
    fi
    if [ "${#missing[@]}" -gt 0 ]; then
        printf 'setup: missing: %s\n' "${missing[@]}" >&2
        fail "this is neither Debian 12 or newer nor Ubuntu 24.04 or newer: install the above by its own means, then run this again"
    fi
    say "this system is not known to the script, but everything needed is there"
}

if known_system; then
    install_missing
    # The package of the fuzzing library carries the version of the compiler that was just installed.
    if [ "$wants_fuzz" = yes ] && ! has_fuzzer; then
        packages+=("libclang-rt-$(clang++ -dumpversion | cut -d . -f 1)-dev")
        install_missing
        has_fuzzer || fail "clang++ does not find its fuzzing library (-fsanitize=fuzzer)"
    fi
else
    name_missing
fi
