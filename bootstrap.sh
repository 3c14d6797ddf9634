#!/bin/sh
# Makes .venv for the Makefile: finds a Python, sees to the system's libraries,
# installs requirements.lock. POSIX sh; no make, uv or pip is taken for granted.
#
#   bootstrap.sh env      bring .venv up to date (what make calls)
#   bootstrap.sh extra X  add what extras/X.lock names: fonts, cjk, kit, explorer, farm, parquet, recorder or check
#   bootstrap.sh python   print the Python that would be used
#   bootstrap.sh system   see to Python, cairo, pango and a compiler only
set -eu
cd "$(dirname "$0")"
root=$(pwd -P)
log=.setup.log
# Nothing of the user's steers Python, and pip and uv install into .venv only. Where they
# fetch from stays: indexes, proxies and certificates.
for name in $(env | sed -n 's/^\(PYTHON[A-Z0-9_]*\)=.*/\1/p') MAKEFLAGS MFLAGS MAKELEVEL \
    PIP_TARGET PIP_PREFIX PIP_ROOT PIP_CONSTRAINT PIP_REQUIREMENT PIP_NO_DEPS PIP_DRY_RUN \
    PIP_PYTHON PIP_REQUIRE_HASHES PIP_NO_BINARY PIP_ONLY_BINARY \
    UV_PYTHON UV_TARGET UV_PREFIX UV_CONSTRAINT UV_OVERRIDE UV_SYSTEM_PYTHON UV_NO_BINARY; do
    unset "$name" 2>/dev/null || :
done

say() { printf '%s\n' "$*" >&2 || :; } # even where nobody listens
die() { say "$*"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# A command on the path may be a shim for something that is not installed.
works() { "$@" >/dev/null 2>&1 </dev/null; }

# Runs a step with its output in the log. On failure: the log's end, one remedy.
step() {
    "$@" >>"$log" 2>&1 </dev/null || {
        say "Set-up failed. The end of $log:"
        tail -n 12 "$log" | sed 's/^/    /' >&2
        die "$(remedy)"
    }
}

remedy() {
    if grep -qiE 'no space left on device' "$log"; then
        echo "The disk is full: free about 1 GB, then run make again."
    elif grep -qiE 'do not match the hashes|hash mismatch' "$log"; then
        echo "A download differs from requirements.lock: a proxy or mirror has changed it. Run make again with another index."
    elif grep -qiE 'connection|could not resolve|temporary failure|name or service|dns error|timed out|unreachable|failed to fetch|no matching distribution|unable to locate' "$log"; then
        echo "Something could not be fetched: check the network and the proxy and index settings, then run make again."
    else
        echo "Run make again to start afresh; the whole log is in $log."
    fi
}

# --- Python ------------------------------------------------------------------

# Prints the real path of the first Python that runs and is new enough: first
# one of the versions the lock has wheels for, then any newer one. The path is
# resolved, so that .venv breaks visibly, and is remade, when that Python goes.
find_python() {
    for newest in 14 99; do
        for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
            # Every folder of the path, not only the first hit: see works().
            (
                set -f
                IFS=:
                for folder in $PATH; do
                    [ -x "$folder/$name" ] || continue
                    "$folder/$name" -c '
import os, sys
if not (3, 11) <= sys.version_info[:2] <= (3, int(sys.argv[1])):
    sys.exit(1)
print(os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable))
' "$newest" 2>/dev/null </dev/null && exit 0
                done
                exit 1
            ) && return 0
        done
    done
    works uv --version && uv python find --no-python-downloads '>=3.11' 2>/dev/null
}

# The newest Python that apt has, of those the lock has wheels for.
apt_python() {
    for name in python3.14 python3.13 python3.12 python3.11; do
        works apt-cache show "$name-venv" && echo "$name" && return 0
    done
    return 1
}

need_python() {
    python=$(find_python) && return 0
    if has apt-get && root_rights; then
        say "No Python 3.11 or newer runs here: looking for one with apt-get"
        : >"$log"
        apt_update
        if package=$(apt_python); then
            apt_install "$package" "$package-venv" "$package-dev"
            python=$(find_python) && return 0
        fi
    fi
    older=$(python3 -c 'import platform; print("; python3 is " + platform.python_version())' 2>/dev/null) || older=
    if has brew; then how="brew install python@3.13"
    elif has dnf; then how="sudo dnf install python3.12 python3.12-devel"
    elif has pacman; then how="sudo pacman -S python"
    elif has apt-get && package=$(apt_python); then
        how="sudo apt-get install $package $package-venv $package-dev"
    elif works uv --version; then how="uv python install 3.13"
    else how="use a newer system, or install uv and type: uv python install 3.13"
    fi
    die "No Python 3.11 or newer runs here$older. To install one: $how"
}

# --- The system's libraries --------------------------------------------------

# Linux has no ready-made wheels of pycairo and ManimPango: they are compiled.
missing() {
    { works pkg-config --exists cairo pangocairo; } || echo "cairo and pango with headers"
    { has cc || has gcc || has clang; } || echo "a C compiler"
    works "$python" -c '
import os, sys, sysconfig
sys.exit(not os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h")))
' || echo "Python's headers"
    works uv --version || works "$python" -c 'import ensurepip, venv' || echo "Python's venv module"
}

root_rights() {
    if [ "$(id -u)" = 0 ]; then as_root=
    elif works sudo -n true; then as_root="sudo -n"
    elif has sudo && [ -t 0 ] && [ -t 2 ]; then as_root=sudo
    else return 1
    fi
}

# File descriptor 9 is the set-up's lock: no service that apt starts may keep it.
apt_run() {
    # shellcheck disable=SC2086
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=300 "$@" 9>&-
}
apt_update() { apt_run update >>"$log" 2>&1 </dev/null || :; } # a list may be out of reach, and not matter
apt_install() { step apt_run install --no-install-recommends "$@"; }

need_system() {
    lacks=$(missing | tr '\n' ',' | sed 's/,$//; s/,/, /g')
    [ -n "$lacks" ] || return 0

    debian="libcairo2-dev libpango1.0-dev pkg-config gcc"
    # The packages of that very Python, where it is the system's.
    case $python in
        /usr/bin/python3.*) debian="$debian ${python#/usr/bin/}-dev ${python#/usr/bin/}-venv" ;;
        *) debian="$debian python3-dev python3-venv" ;;
    esac
    # Elsewhere than on x86, moderngl and glcontext are compiled as well.
    case $(uname -m) in x86_64 | amd64) ;; *) debian="$debian g++ libx11-dev" ;; esac

    if has apt-get && root_rights; then
        say "Missing: $lacks: installing them with apt-get"
        apt_update
        # shellcheck disable=SC2086
        apt_install $debian
        lacks=$(missing | tr '\n' ',' | sed 's/,$//; s/,/, /g')
        [ -z "$lacks" ] || die "Still missing after apt-get install $debian: $lacks"
        return 0
    fi
    if has apt-get; then how="sudo apt-get install --no-install-recommends $debian"
    elif has dnf; then how="sudo dnf install cairo-devel pango-devel pkgconf-pkg-config gcc python3-devel"
    elif has pacman; then how="sudo pacman -S --needed cairo pango pkgconf gcc python"
    elif has brew; then how="brew install cairo pango pkg-config"
    else how="your system's packages of them"
    fi
    die "Missing: $lacks. To install, type: $how"
}

# --- .venv -------------------------------------------------------------------

# What .venv was made from. The first line is the folder: a venv cannot move.
state() { printf '%s\n' "$root"; cat requirements.lock pyproject.toml bootstrap.sh | cksum; }

# What the packages without wheels are built with, at the lock's versions, so
# that a build tool's new release cannot break an old commit.
build_tools() {
    awk -v names="cython hatchling meson meson-python ninja packaging pathspec pip pluggy \
        pyproject-metadata setuptools tomlkit trove-classifiers" '
        BEGIN { n = split(names, list); for (i = 1; i <= n; i++) wanted[list[i]] = 1 }
        /^[a-z0-9]/ { split($0, part, "=="); on = part[1] in wanted }
        on && !/#/' requirements.lock
}

install() {
    if works uv --version; then
        step uv pip install --python .venv/bin/python "$@"
    else
        step .venv/bin/python -m pip install --no-input --no-compile \
            --disable-pip-version-check --progress-bar off "$@"
    fi
}

build() {
    [ -n "$python" ] || die "usage: bootstrap.sh env | extra NAME | python | system"
    if [ -x .venv/bin/python ] && [ "$(cat .venv/.stamp 2>/dev/null)" = "$(state)" ]; then
        touch .venv/.stamp # only dates have changed, or another make has just done it
        return 0
    fi
    : >"$log"
    if [ -x .venv/bin/python ] && [ "$(head -n 1 .venv/.stamp 2>/dev/null)" = "$root" ]; then
        say "Bringing .venv up to date (details in $log)"
        rm -f .venv/.stamp # until the end: an interrupted set-up starts afresh
    else
        say "Setting up, once, about a minute (details in $log)"
        if [ -e .venv ] || [ -L .venv ]; then
            say "Replacing .venv: it is unfinished, from another folder, or not made by this set-up"
            rm -rf .venv
        fi
    fi
    need_system
    if works uv --version; then tool="uv"; else tool="venv and pip"; fi
    say "Installing Manim and the rest of requirements.lock with $tool for $python"
    if [ ! -d .venv ]; then
        if [ "$tool" = uv ]; then
            step uv venv --python "$python" .venv
        else
            step "$python" -m venv .venv
        fi
    fi
    PATH="$root/.venv/bin:$PATH" # meson and ninja
    export PATH PIP_USER=0
    build_tools >.venv/build-tools.txt
    install --require-hashes --only-binary :all: -r .venv/build-tools.txt
    install --require-hashes --no-build-isolation -r requirements.lock
    install --no-deps --no-build-isolation -e .
    say "Trying it out"
    step .venv/bin/python -c 'import av, manim, numpy, typst'
    state >.venv/.stamp.new
    mv .venv/.stamp.new .venv/.stamp
    say "Set up: .venv is ready"
}

# --- Extras ------------------------------------------------------------------

# What one target needs beyond the films: brought when it is first called.
extra_state() {
    cat "extras/$extra.lock"
    if [ "$extra" = kit ]; then cat extras/package.json extras/package-lock.json; fi
}

add_extra() {
    stamp=.venv/.$extra
    if [ "$(cat "$stamp" 2>/dev/null)" = "$(extra_state | cksum)" ]; then
        touch "$stamp" # only dates have changed, or another make has just done it
        return 0
    fi
    : >"$log"
    rm -f "$stamp"
    say "Installing what this target needs, once: extras/$extra.lock (details in $log)"
    PATH="$root/.venv/bin:$PATH"
    export PATH PIP_USER=0
    install --require-hashes --no-build-isolation -r "extras/$extra.lock"
    case $extra in
        kit) page_parts ;;
        check) test_programs ;;
    esac
    extra_state | cksum >"$stamp.new"
    mv "$stamp.new" "$stamp"
}

# reveal.js, media-chrome and, for tests, axe-core, with the npm that the lock brings.
page_parts() {
    rm -rf .venv/npm
    mkdir .venv/npm
    cp extras/package.json extras/package-lock.json .venv/npm
    step npm ci --prefix .venv/npm --ignore-scripts --no-audit --no-fund --no-update-notifier
}

# Tests without them are skipped, each with its reason, so that they are no must.
test_programs() {
    browser=chromium
    office=soffice
    voice=espeak-ng
    { has chromium || has chromium-browser || has google-chrome; } && browser=
    has soffice && office=
    has espeak-ng && voice=
    [ -n "$browser$office$voice" ] || return 0
    if has apt-get && root_rights; then
        say "Installing Chromium, LibreOffice Impress and espeak-ng for the tests, with apt-get"
        apt_update
        step apt_run install --no-install-recommends ${browser:+chromium} ${office:+libreoffice-impress} $voice
        return 0
    fi
    say "Tests of pages, slides and voices are skipped without ${browser:+Chromium }${office:+LibreOffice Impress }$voice: install them, then: rm .venv/.check"
}

# Whatever ends the set-up, what pip, uv and npm were building goes. Their caches lie there as
# well where no home can be written.
in_temporary_folder() {
    temporary=$(mktemp -d "${TMPDIR:-/tmp}/grpo-setup.XXXXXX" 2>/dev/null) ||
        temporary=$(mktemp -d /tmp/grpo-setup.XXXXXX) || die "Set-up cannot write to /tmp: make room there"
    trap 'rm -rf "$temporary"' EXIT
    trap 'exit 130' HUP INT TERM
    TMPDIR=$temporary
    export TMPDIR
    if [ ! -w "${HOME:-/nowhere}" ]; then
        XDG_CACHE_HOME=$temporary/cache npm_config_cache=$temporary/npm
        export XDG_CACHE_HOME npm_config_cache
    fi
}

case ${1:-} in
    python)
        need_python
        printf '%s\n' "$python"
        ;;
    system)
        need_python
        need_system
        ;;
    env | extra)
        [ -w . ] || die "Set-up cannot write to $root: clone it to a folder of your own"
        case $root in
            *:*) die "Python cannot be set up below a folder with a colon in its name: move $root to one without" ;;
        esac
        need_python
        # One set-up at a time in a folder. Python's flock, as macOS has no flock
        # command; the lock goes with the process, so none is ever left behind.
        exec "$python" -c '
import fcntl, os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
lock = os.open(".setup.lock", os.O_RDWR | os.O_CREAT, 0o666)
try:
    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another make is setting up here: waiting for it", file=sys.stderr, flush=True)
    fcntl.flock(lock, fcntl.LOCK_EX)
except OSError:
    pass # a file system without locks
os.dup2(lock, 9)
os.execv("/bin/sh", ["sh", "./bootstrap.sh", "locked", *sys.argv[1:]])
' "$python" "$@"
        ;;
    locked)
        in_temporary_folder
        python=${2:-}
        extra=${4:-}
        if [ "${3:-}" = extra ]; then
            [ -f "extras/$extra.lock" ] || die "There is no extras/$extra.lock: name one of fonts, cjk, kit, explorer, farm, parquet, check, lab, recorder"
            add_extra
        else
            build
        fi
        ;;
    *)
        die "usage: bootstrap.sh env | extra NAME | python | system"
        ;;
esac
