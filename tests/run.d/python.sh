# The engine in Python: the module is generated, imported, and logs in to the test server over a
# socket. Then the package: the wheel is made, installed in fresh environments of the oldest and the
# newest Python there is, and tested; its examples are checked for their types, and talked to.
TOOLS="maturin==1.16.0 mypy==2.4.1 ruff==0.17.6"
PYTEST="pytest==8.4.2 exceptiongroup==1.3.1 tomli==2.3.0 typing_extensions==4.15.0" # the last for Python 3.9
tools=${XDG_CACHE_HOME:-$HOME/.cache}/libxmpp/python-$(sha256sum <<<"$TOOLS $PYTEST" | cut -c1-16)

needs() {
    need_command prosody prosody
    need_command python3 python3
    command -v python3 >/dev/null || return 0
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
        echo "python3 is older than 3.10"
    python3 -c 'import ensurepip' 2>/dev/null ||
        echo "python3 makes no environments (Debian package python3-venv)"
    [[ -e $tools/done ]] || echo "the tools are missing ($TOOLS $PYTEST, from PyPI)"
}
install() {
    apt_install prosody python3 python3-venv
    [[ ! -e $tools/done ]] || return 0
    rm -rf "$tools"
    python3 -m venv "$tools"
    # shellcheck disable=SC2086
    "$tools/bin/pip" install --quiet $TOOLS
    # shellcheck disable=SC2086
    "$tools/bin/pip" install --quiet --target "$tools/pytest" --python-version 3.9 --only-binary :all: $PYTEST
    touch "$tools/done"
}

run() {
    made=$(mktemp -d) # not local: the trap runs when this function is over
    trap 'rm -r "$made"' EXIT
    built=$(built_by_cargo)/debug
    build_for_languages
    stays_apart
    "$built/xmpp-bindgen" python "$built/libxmpp_foreign.so" "$made"
    cp "$built/libxmpp_foreign.so" "$made"
    PYTHONPATH=$made PYTHONDONTWRITEBYTECODE=1 timeout 60 \
        python3 -W error ffi/uniffi/tests/smoke.py "$built/xmpp-test-server"
    PATH=$tools/bin:$PATH bindings/python/build "$made/wheels"
    ls -l "$made"/wheels/libxmpp-*-py3-none-*.whl
    # Octet by octet the transcripts take a minute: once is enough.
    pythons | head -1 | while read -r python; do suite "$python"; done
    pythons | tail -n +2 | while read -r python; do suite "$python" -k 'not octets'; done
    fresh python3
    checked
    talked_to
}

# The core knows nothing of uniffi, and neither does the library for C.
stays_apart() {
    local package
    for package in xmpp-engine libxmpp; do
        if cargo tree --package $package --all-features --prefix none | grep ^uniffi; then return 1; fi
    done
}

# The oldest and the newest Python from 3.9 on that run here; it is told if there is but one.
pythons() {
    local found
    found=$(
        for python in python3 python3.{9..20} /usr/bin/python3 ~/.pyenv/versions/*/bin/python3; do
            "$python" -c 'import sys, ensurepip; sys.version_info >= (3, 9) and print(
                "%d.%02d" % sys.version_info[:2], sys.executable)' 2>/dev/null || true
        done | sort -u -k1,1
    )
    [[ $(wc -l <<<"$found") != 1 ]] ||
        echo "there is only one Python here: $found" >&2
    { head -1 <<<"$found"; tail -1 <<<"$found"; } | sort -u | cut -d' ' -f2
}

# A fresh environment, $venv, with the wheel in it and nothing else: fresh PYTHON
fresh() {
    venv=$(mktemp -d "$made/venv.XXXX")
    "$1" -m venv --without-pip "$venv"
    "$tools/bin/pip" --python "$venv/bin/python" install --quiet --no-index --no-deps "$made"/wheels/*.whl
}

# The tests of the package: suite PYTHON OPTIONS
suite() {
    fresh "$1"
    "$venv/bin/python" --version
    XMPP_TEST_SERVER=$built/xmpp-test-server PYTHONPATH=$tools/pytest PYTHONDONTWRITEBYTECODE=1 timeout 600 \
        "$venv/bin/python" -m pytest --quiet -p no:cacheprovider "${@:2}" bindings/python </dev/null
}

# Types, and the form of the code.
checked() (
    local mypy=("$tools/bin/mypy" --cache-dir "$made/mypy")
    cd bindings/python # whose settings hold for the bench, too
    "${mypy[@]}" src
    # As a user would, with the package that was installed.
    (cd examples && "${mypy[@]}" --strict --python-executable "$venv/bin/python" echo.py watcher.py tracker.py)
    "$tools/bin/ruff" --config pyproject.toml format --no-cache --check . ../../benches/python
    "$tools/bin/ruff" --config pyproject.toml check --no-cache . ../../benches/python
)

# The examples, with our own server and with Prosody.
talked_to() {
    local server examples=bindings/python/examples
    for server in embedded prosody; do
        "$built/bots" --server $server python-echo -- \
            "$venv/bin/python" $examples/echo.py '{account}' '{host}' '{port}'
        "$built/bots" --tracker $server python-tracker -- \
            "$venv/bin/python" $examples/tracker.py '{account}' '{file}' '{host}' '{port}'
    done
}
