# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2034
#
# Sourced, at the top of a checkout, by each script that builds: afterwards `launcher` holds what makes CMake compile
# through ccache, and nothing where there is no ccache. Paths count from the checkout, so that a second one, or the
# copy the mutants are built in, finds what the first has compiled.
launcher=()
if command -v ccache >/dev/null; then
    export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-pch_defines,time_macros}
    export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
    launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
fi
