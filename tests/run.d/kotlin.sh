# The package for Kotlin: generated, compiled and tested with Maven, the bots talked to, the jar made,
# and the form of the code. Whatever Maven fetches and makes stays outside of the checkout.
KTLINT=1.7.1
tools=${XDG_CACHE_HOME:-$HOME/.cache}/libxmpp
ktlint=$tools/ktlint-cli-$KTLINT-all.jar

needs() {
    need_command mvn maven
    need_command javac openjdk-17-jdk-headless
    need_command prosody prosody
    [[ -e $ktlint ]] || echo "ktlint $KTLINT is missing (from Maven Central)"
}
install() {
    apt_install maven openjdk-17-jdk-headless prosody
    [[ -e $ktlint ]] || mvn --quiet --batch-mode \
        org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
        -Dartifact=com.pinterest.ktlint:ktlint-cli:$KTLINT:jar:all -DoutputDirectory="$tools"
}

run() {
    target=$(built_by_cargo) made=$(built_by_cargo)/kotlin
    local module=$made/module library=$made/library/linux-x86-64
    well_formed
    build_for_languages
    rm -rf "$made"
    mkdir -p "$module" "$library"
    "$target/debug/xmpp-bindgen" kotlin "$target/debug/libxmpp_foreign.so" "$module" >/dev/null
    cp "$target/debug/libxmpp_foreign.so" "$library"
    maven package
    count_tests
    program="java -cp $made/maven/test-classes:$made/maven/classes:$(cat "$made/classpath.txt")"
    local server
    for server in embedded prosody; do
        talk --server $server kotlin-echo Echo '{account}' '{host}' '{port}'
        talk --tracker $server kotlin-tracker Tracker '{account}' '{file}' '{host}' '{port}'
    done
    few_lines
}

maven() {
    XMPP_TEST_SERVER=$target/debug/xmpp-test-server TRANSCRIPTS=$PWD/tests/transcripts CHATS=$PWD/tests/chats \
        mvn --quiet --batch-mode --file bindings/kotlin/pom.xml -Dmade="$made" "$@"
}

# What is generated of it, too; bindings/kotlin/.editorconfig tells what holds.
well_formed() {
    java -jar "$ktlint" --log-level=error --relative --editorconfig=bindings/kotlin/.editorconfig \
        'bindings/kotlin/**/*.kt' 'benches/kotlin/**/*.kt'
}

# A run in which no test was found is none.
count_tests() {
    local count
    count=$(cat "$made"/maven/surefire-reports/*.xml | grep -c '<testcase ')
    echo "kotlin: $count tests passed"
    ((count > 0))
}

# talk --server|--tracker SERVER NAME EXAMPLE ARGUMENT..
talk() {
    # shellcheck disable=SC2086
    "$target/debug/bots" "$1" "$2" "$3" -- $program "org.libxmpp.examples.$4Kt" "${@:5}"
}

# The echo bot has twelve lines, imports and what is not code apart.
few_lines() {
    local lines
    lines=$(grep -cvE '^(import |package |//|$)' bindings/kotlin/examples/Echo.kt)
    echo "Echo.kt has $lines lines, at most 12 are allowed"
    ((lines <= 12))
    awk 'length > 100 { long = 1 } END { exit long }' bindings/kotlin/examples/*.kt
}
