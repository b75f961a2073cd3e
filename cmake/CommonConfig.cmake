# Flags every target of the house shares, carried by one interface target so
# that nothing leaks in through global variables.
add_library(leasekeeper_common INTERFACE)
target_compile_features(leasekeeper_common INTERFACE cxx_std_20)
target_compile_definitions(leasekeeper_common INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_CAST_FROM_BYTEARRAY
    QT_NO_URL_CAST_FROM_STRING
    QT_NO_NARROWING_CONVERSIONS_IN_CONNECT
    QT_NO_CONTEXTLESS_CONNECT
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_USE_QSTRINGBUILDER
    QT_STRICT_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400
    # What a newer Qt calls deprecated often has no replacement in the oldest one we build with.
    QT_WARN_DEPRECATED_UP_TO=0x060400)
option(LEASEKEEPER_WERROR "Treat compiler warnings as errors" OFF)
if(MSVC)
    target_compile_options(leasekeeper_common INTERFACE /W4 /permissive- /utf-8)
    if(LEASEKEEPER_WERROR)
        target_compile_options(leasekeeper_common INTERFACE /WX)
    endif()
else()
    target_compile_options(leasekeeper_common INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
        -Wcast-align -Wconversion -Wno-sign-conversion -Werror=switch)
    if(LEASEKEEPER_WERROR)
        target_compile_options(leasekeeper_common INTERFACE -Werror)
    endif()
endif()

option(LEASEKEEPER_SANITIZE "Build with address and undefined-behaviour sanitizers" OFF)
if(LEASEKEEPER_SANITIZE)
    target_compile_options(leasekeeper_common INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
        # GCC's flow analysis sees the sanitizers' own branches and invents uninitialised values.
        -Wno-maybe-uninitialized)
    target_link_options(leasekeeper_common INTERFACE -fsanitize=address,undefined)
endif()

# Sanitized code is several times as large: a copy of every library in each of the tests would take gigabytes.
set(leasekeeper_library_kind STATIC)
if(LEASEKEEPER_SANITIZE AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
    set(leasekeeper_library_kind SHARED)
endif()

option(LEASEKEEPER_BENCH "Build what measures the program; the preset bench does" OFF)

option(LEASEKEEPER_FUZZ "Build the fuzzers (Clang), with sanitizers and coverage in our own code" OFF)
if(LEASEKEEPER_FUZZ)
    target_compile_options(leasekeeper_common INTERFACE
        -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
    target_link_options(leasekeeper_common INTERFACE -fsanitize=address,undefined)
endif()

# leasekeeper_library(name SOURCES… PUBLIC libs… PRIVATE libs…)
# One library, static in what users run, that exposes only its own folder to those who link it.
function(leasekeeper_library name)
    cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;PUBLIC;PRIVATE;PRECOMPILE")
    qt_add_library(${name} ${leasekeeper_library_kind} ${arg_SOURCES})
    target_include_directories(${name} PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
    target_link_libraries(${name} PUBLIC leasekeeper_common ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
    set_target_properties(${name} PROPERTIES AUTOMOC ON)
    leasekeeper_precompile(${name} ${arg_PRECOMPILE})
endfunction()

# Only Qt's own headers are precompiled, never ours: a wrong include of ours must not compile.
function(leasekeeper_precompile name)
    if(ARGN)
        target_precompile_headers(${name} PRIVATE ${ARGN})
    endif()
endfunction()
