# Debian in a folder, for steps that need what this machine's own release does not have.
#
# What is mounted for it is seen by the command that it is mounted for and by nobody else, and is
# gone when that ends, however it ends: the kernel sees to it. Sourced, never run.

# Prints what is missing to use a root, and to make it if it is not there: need_debian_root FOLDER
need_debian_root() {
    [[ $(id -u) == 0 ]] || echo "chroot needs root"
    unshare --mount true 2>/dev/null || echo "mounting is not allowed here"
    [[ ! -d $1 ]] || return 0
    need_command debootstrap debootstrap
    [[ -n $(debian_mirror) ]] || echo "apt knows no mirror of Debian"
    if [[ -e $1.failed ]]; then
        echo "outside: Debian could not be installed, see $1.log"
    else
        echo "the folder with Debian is missing"
    fi
}

# Prints the mirror that this machine's own apt asks.
debian_mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' |
        head -n 1
}

# Makes a root, whole or not at all: make_debian_root FOLDER SUITE "ARCHITECTURE .." PACKAGE..
# The log is beside it, as FOLDER.log; a failed attempt leaves FOLDER.failed.
make_debian_root() {
    local root=$1
    mkdir -p "${root%/*}"
    (
        flock 9
        [[ ! -d $root ]] || exit 0
        rm -rf "$root.new" # of a run that was killed
        trap 'rm -rf "$root.new"' EXIT
        apart 'fill_debian_root "$@"' "$root.new" "$(debian_mirror)" "${@:2}" >"$root.log" 2>&1 ||
            { touch "$root.failed"; tail -n 5 "$root.log" >&2; exit 1; }
        rm -f "$root.failed"
        mv -T "$root.new" "$root"
    ) 9>"$root.lock"
}

# Runs a command in a root: in_debian_root FOLDER NAME=VALUE.. COMMAND..
# It sees no other variables, and the folders of the arrays SHARE_READ and SHARE_WRITE where they
# are outside.
in_debian_root() {
    apart 'enter_debian_root "$@"' "$1" "${#SHARE_READ[@]}" "${SHARE_READ[@]}" \
        "${#SHARE_WRITE[@]}" "${SHARE_WRITE[@]}" "${@:2}"
}

# Evaluates a line of bash with the functions of this file and with mounts and processes of its own.
apart() {
    unshare --mount --pid --fork --kill-child \
        bash -euo pipefail -c ". tests/run.d/lib/debian_root.bash; $1" apart "${@:2}"
}

fill_debian_root() {
    local root=$1 mirror=$2 suite=$3 architectures=$4 packages=("${@:5}") architecture
    debootstrap --variant=minbase "$suite" "$root" "$mirror"
    apt-config dump Acquire >"$root/etc/apt/apt.conf.d/00host" # proxies and the like
    if [[ -e /etc/ssl/certs/ca-certificates.crt ]]; then # for a mirror behind TLS
        mkdir -p "$root/etc/ssl/certs"
        cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    fi
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d" # no daemon starts
    chmod +x "$root/usr/sbin/policy-rc.d"
    mount -t proc proc "$root/proc"
    export DEBIAN_FRONTEND=noninteractive LC_ALL=C
    for architecture in $architectures; do
        chroot "$root" dpkg --add-architecture "$architecture"
    done
    chroot "$root" apt-get update -q
    chroot "$root" apt-get install -qy --no-install-recommends \
        -o Dpkg::Options::=--force-unsafe-io "${packages[@]}"
    chroot "$root" apt-get clean
}

enter_debian_root() {
    local root=$1 path
    local readable=("${@:3:$2}"); shift $((2 + $2))
    local writable=("${@:2:$1}"); shift $((1 + $1))
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount -t tmpfs tmpfs "$root/tmp"
    for path in "${readable[@]}"; do
        mkdir -p "$root$path"
        mount --bind --options ro "$path" "$root$path"
    done
    for path in "${writable[@]}"; do
        mkdir -p "$root$path"
        mount --bind "$path" "$root$path"
    done
    chroot "$root" env --ignore-environment --chdir="$PWD" \
        LC_ALL=C.UTF-8 PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
