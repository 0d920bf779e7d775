# libxmpp as it is installed: its sizes, pkg-config and CMake, a thousand sessions in one process,
# and the examples at work under valgrind and the sanitizers. The step `bots` has them talked to
# with Prosody as well.
examples=ffi/c/examples
bots='echo echo_bare echo_glib echo_openssl echo_uv'
strict='-std=c99 -Wall -Wextra -Werror -pedantic -g -O1'
sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'

needs() {
    need_command gcc gcc
    need_command make make
    need_command cmake cmake
    need_command pkg-config pkg-config
    need_command valgrind valgrind
    need_library glib-2.0 libglib2.0-dev
    need_library openssl libssl-dev
    need_library libuv libuv1-dev
}
install() {
    apt_install gcc libc6-dev make cmake pkg-config valgrind libglib2.0-dev libssl-dev libuv1-dev
}

run() {
    made=$(mktemp -d) # not local: the trap runs when this function is over
    trap 'rm -r "$made"' EXIT
    target=$(built_by_cargo)
    build_partners
    # A folder of its own, or each run would link both anew.
    install_to "$made/without-tls" FEATURES= TARGET="$target/without-tls"
    install_to "$made/prefix"
    is_small "$made/without-tls" 1400000
    is_small "$made/prefix" 2500000
    is_short
    heeds_destdir
    names_no_folder
    compile_all
    parses "$made/pkg-config/parse"
    parses "$made/cmake/parse"
    talk
    crowd
    under_valgrind
    under_sanitizers
    uninstalls
}

# install_to PREFIX VARIABLE=VALUE..
install_to() { make -s -C ffi/c install PREFIX="$1" TARGET="$target" "${@:2}"; }

# The shared library, which is stripped, has at most so many octets: is_small PREFIX OCTETS
is_small() {
    local size
    size=$(stat -L -c %s "$1/lib/libxmpp.so")
    echo "$(basename "$1"): libxmpp.so has $size octets, at most $2 are allowed"
    ((size <= $2))
}

# The echo bot has at most 40 lines without comments and empty ones, of at most 100 columns.
is_short() {
    local lines
    lines=$(gcc -fpreprocessed -dD -E -P $examples/echo.c | wc -l)
    echo "echo.c has $lines lines, at most 40 are allowed"
    ((lines <= 40))
    awk 'length > 100 { long = 1 } END { exit long }' $examples/*.c
}

# What is staged for another prefix is what is installed, and tells of that prefix alone.
heeds_destdir() {
    install_to /nowhere DESTDIR="$made/staged"
    diff <(files_in "$made/staged/nowhere") <(files_in "$made/prefix")
    if make -s -C ffi/c install PREFIX=nowhere TARGET="$target" 2>/dev/null; then return 1; fi
    grep -qx 'prefix=/nowhere' "$made/staged/nowhere/lib/pkgconfig/libxmpp.pc"
    if grep -rlF "$made" "$made/staged"; then return 1; fi
}

files_in() { (cd "$1" && find . | sort); }

# Nothing that is installed names a folder of the machine that built it, but the prefix.
names_no_folder() {
    if grep -rlF -e "$PWD" -e "$target" -e "${CARGO_HOME:-$HOME/.cargo}" "$made/prefix"; then return 1; fi
}

# Every example by pkg-config, by CMake, and one without any shared library.
compile_all() {
    local name
    mkdir "$made/pkg-config"
    for name in $bots many parse; do
        by_pkg_config prefix "$name" "$made/pkg-config/$name"
    done
    by_pkg_config without-tls echo_openssl "$made/pkg-config/echo_openssl_alone"
    # getaddrinfo, which is libc's, warns of being linked so.
    by_pkg_config prefix echo "$made/pkg-config/echo_static" -static 2>"$made/warnings" ||
        { cat "$made/warnings" >&2; return 1; }
    cp -a "$made/prefix" "$made/moved" # CMake finds what has been moved since
    cmake -S $examples -B "$made/cmake" -DCMAKE_PREFIX_PATH="$made/moved" \
        -DCMAKE_C_FLAGS="-Wall -Wextra -Werror -pedantic" >/dev/null
    cmake --build "$made/cmake" >/dev/null
}

# by_pkg_config PREFIX EXAMPLE PROGRAM FLAG..
by_pkg_config() {
    local packages=libxmpp_posix static=
    case $2 in
        *_glib) packages+=' glib-2.0' ;;
        *_openssl) packages+=' openssl' ;;
        *_uv) packages+=' libuv' ;;
        *_bare | parse) packages=libxmpp ;;
    esac
    [[ " ${*:4} " != *' -static '* ]] || static=--static
    local -x PKG_CONFIG_PATH=$made/$1/lib/pkgconfig:${PKG_CONFIG_PATH:-}
    # shellcheck disable=SC2046,SC2086
    gcc $strict "${@:4}" "$examples/$2.c" -o "$3" \
        $(pkg-config $static --cflags --libs $packages) -Wl,-rpath,"$made/$1/lib"
}

# What the parser's example prints is what is kept beside it: parses PROGRAM..
parses() {
    "$@" <$examples/parse.xml | diff $examples/parse.txt -
    if echo '<stream:stream>' | "$@" 2>/dev/null; then return 1; fi
}

# As they are installed: shared, static, and with the TLS of OpenSSL alone.
talk() {
    bot embedded echo_static "$made/pkg-config/echo_static"
    bot embedded echo "$made/cmake/echo"
    bot binding "echo_openssl, bound, library without TLS" "$made/pkg-config/echo_openssl_alone"
}

# bot SERVER NAME COMMAND..
bot() {
    "$target/debug/bots" --server "$1" "c $2" -- "${@:3}" '{account}' '{host}' '{port}'
}

# A thousand sessions, with at most 30 kB for each.
crowd() {
    ulimit -n 4096
    many 1000 "$made/cmake/many" | tee "$made/crowd.txt"
    awk '/^1000 sessions online/ && $4 <= 30 { few = 1 } END { exit !few }' "$made/crowd.txt"
}

# Logs in so often, to a server of its own: many SESSIONS PROGRAM..
many() {
    local told port ca server
    coproc SERVER { exec "$target/debug/xmpp-test-server" --account romeo:secret --until-stdin-closes; }
    server=$SERVER_PID
    read -r told <&"${SERVER[0]}"
    port=$(sed 's/.*"port":\([0-9]*\).*/\1/' <<<"$told")
    ca=$(sed 's/.*"ca_file":"\([^"]*\)".*/\1/' <<<"$told")
    XMPP_PASSWORD=secret SSL_CERT_FILE=$ca timeout 300 "${@:2}" romeo@localhost 127.0.0.1 "$port" "$1"
    eval "exec ${SERVER[1]}>&-" # the server ends
    wait "$server"
}

# No leak, nothing touched that is not its own. The checker of bots cannot tell a bot that ends in
# words from one that valgrind ends, so that complaints go into files of their own.
# Valgrind takes tags that ring's assembly makes for undefined, which the peer would refuse if they
# were: with TLS by the engine what is undefined is not looked for, with TLS by OpenSSL it is.
under_valgrind() {
    local name defined checks=(valgrind --quiet --leak-check=full --error-exitcode=9 --log-file="$made/complaint.%p"
        --show-leak-kinds=definite,indirect,possible --errors-for-leak-kinds=definite,indirect,possible)
    parses "${checks[@]}" "$made/pkg-config/parse"
    many 5 "${checks[@]}" --undef-value-errors=no "$made/pkg-config/many"
    for name in echo echo_openssl; do # the others are no different, and valgrind takes its time
        [[ $name == echo_openssl ]] && defined=yes || defined=no
        bot embedded "$name, valgrind" "${checks[@]}" --undef-value-errors=$defined "$made/pkg-config/$name"
    done
    no_complaints
}

under_sanitizers() {
    local name
    mkdir "$made/sanitized"
    local -x ASAN_OPTIONS=detect_leaks=1:log_path=$made/complaint UBSAN_OPTIONS=log_path=$made/complaint
    for name in $bots many parse; do
        # shellcheck disable=SC2046,SC2086
        gcc $strict $sanitizers -I"$made/prefix/include" "$examples/$name.c" ffi/c/posix/xmpp_posix.c \
            "$made/prefix/lib/libxmpp.a" $(pkg-config --cflags --libs glib-2.0 libuv openssl) \
            -lpthread -ldl -lm -o "$made/sanitized/$name"
    done
    parses "$made/sanitized/parse"
    many 50 "$made/sanitized/many"
    for name in $bots; do
        bot embedded "$name, sanitizers" "$made/sanitized/$name"
    done
    no_complaints
}

no_complaints() {
    find "$made" -name 'complaint.*' -empty -delete
    if cat "$made"/complaint.* 2>/dev/null; then return 1; fi
}

uninstalls() {
    make -s -C ffi/c uninstall PREFIX="$made/prefix" TARGET="$target"
    [[ -z $(find "$made/prefix" -type f -o -type l) ]]
}
