#!/bin/sh
# Makes a complete Swift package: package.sh XMPP-BINDGEN LIBRARY FOLDER
# What is hand-written comes from beside this file, what is generated from the built library. A file
# that has not changed is left alone, so that little is compiled again.
set -eu
bindgen=$1 library=$2 folder=$3
here=$(cd "$(dirname "$0")" && pwd)
made=$(mktemp -d)
trap 'rm -r "$made"' EXIT

"$bindgen" swift "$library" "$made/generated"
cp -R "$here/Package.swift" "$here/Sources" "$here/Tests" "$here/Examples" "$made/"
mkdir -p "$made/Sources/xmpp_foreignFFI" "$made/lib" "$folder"
mv "$made/generated/xmpp_foreign.swift" "$made/Sources/LibXMPP/"
mv "$made/generated/xmpp_foreignFFI.h" "$made/Sources/xmpp_foreignFFI/"
mv "$made/generated/xmpp_foreignFFI.modulemap" "$made/Sources/xmpp_foreignFFI/module.modulemap"
rmdir "$made/generated"
cp "$library" "$made/lib/"

(cd "$made" && find . -type f) | while read -r file; do
    cmp -s "$made/$file" "$folder/$file" && continue
    mkdir -p "$(dirname "$folder/$file")"
    cp "$made/$file" "$folder/$file"
done
for part in Sources Tests Examples; do
    (cd "$folder" && find "$part" -type f) | while read -r file; do
        [ -e "$made/$file" ] || rm "$folder/$file"
    done
done
