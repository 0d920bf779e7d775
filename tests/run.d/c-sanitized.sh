# The C border under AddressSanitizer, LeakSanitizer and UndefinedBehaviorSanitizer: all transcripts
# by the replayer in C, and the other test programs in C; then some transcripts under valgrind.
sanitizers='-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer'

needs() {
    need_command gcc gcc
    need_command valgrind valgrind
    echo 'int main(void) { return 0; }' >"${TMPDIR:-/tmp}/sanitized-$$.c"
    # shellcheck disable=SC2086
    gcc $sanitizers "${TMPDIR:-/tmp}/sanitized-$$.c" -o /dev/null 2>&- ||
        echo "the runtime of the sanitizers is missing (Debian package gcc)"
    rm "${TMPDIR:-/tmp}/sanitized-$$.c"
}
install() { apt_install gcc libc6-dev valgrind; }

run() {
    local built program transcripts
    cargo build --quiet --package libxmpp
    built=$(built_by_cargo)/debug
    made=$(mktemp -d)
    trap 'rm -r "$made"' EXIT # not local: the trap runs when this function is over
    mapfile -t transcripts < <(find "$PWD/tests/transcripts" -name '*.txt' | sort)
    for program in values session lines bad_input posix replay; do
        # shellcheck disable=SC2086
        compile "$program" "$made/$program" $sanitizers
    done
    export ASAN_OPTIONS=detect_leaks=1:detect_stack_use_after_return=1
    for program in values session lines bad_input posix; do
        "$made/$program"
    done
    "$made/replay" "${transcripts[@]}"
    compile replay "$made/replay"
    # A sixteenth of the transcripts: valgrind takes its time.
    mapfile -t transcripts < <(printf '%s\n' "${transcripts[@]}" | awk 'NR % 16 == 1')
    valgrind --quiet --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect,possible \
        --errors-for-leak-kinds=definite,indirect,possible "$made/replay" "${transcripts[@]}"
}

# compile NAME PROGRAM FLAG ..
compile() {
    gcc -std=c99 -g -O1 -Wall -Wextra -Iffi/c/include "${@:3}" "ffi/c/tests/c/$1.c" "$built/libxmpp.a" \
        -lpthread -ldl -lm -o "$2"
}
