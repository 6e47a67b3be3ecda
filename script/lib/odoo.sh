# shellcheck shell=bash
# Where Odoo 19.0 comes from. In this order:
#   1. KIM_ODOO: an odoo command, a source checkout, or a package file (.deb, .tar.gz)
#   2. the command odoo on PATH, if it is 19.0
#   3. Debian's package odoo-19, downloaded and unpacked below .odoo/, never installed

ODOO_SERIES=19.0
ODOO_TRIED=19.0.0+dfsg-1            # the Debian version that these scripts were last tried with
DEBIAN_KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg
PREFIX=$STATE/odoo                  # what was unpacked
MEDIAPIPE=mail/static/lib/selfie_segmentation/selfie_segmentation.js

# Debian replaces these parts of Odoo by links to packages of their own. Font Awesome and
# Inconsolata lie where the links point only in Debian 12.
COMPANIONS_SID=(fonts-roboto-unhinted fonts-montserrat fonts-ocr-b
    libjs-jquery libjs-jquery-form libjs-underscore)
COMPANIONS_BOOKWORM=(fonts-font-awesome fonts-inconsolata)

# series_of FOLDER: "19.0" when FOLDER holds the package odoo of that series.
series_of() {
    sed -n 's/^version_info = (\([0-9]*\), \([0-9]*\),.*/\1.\2/p' "$1/odoo/release.py" 2>/dev/null
}

# home_of_command COMMAND: the folder that holds the package odoo which COMMAND starts.
home_of_command() {
    local command folder interpreter
    command=$(readlink -f "$1")
    folder=$(dirname "$command")
    if [ -f "$folder/odoo/release.py" ]; then
        printf '%s' "$folder"
        return
    fi
    interpreter=$(sed -n '1s/^#!\([^ ]*\).*/\1/p' "$command" 2>/dev/null | tr -d '\0')
    [ "$(basename "${interpreter:-none}")" != env ] || interpreter=$(command -v python3)
    [ -x "${interpreter:-}" ] || return 0
    "$interpreter" -c 'import importlib.util as u, os
spec = u.find_spec("odoo.release")
print(os.path.dirname(os.path.dirname(spec.origin)), end="")' 2>/dev/null || true
}

# choose_odoo: sets ODOO_SOURCE (a folder that is used in place, or a package file, or nothing for
# Debian's package).
choose_odoo() {
    local found
    ODOO_SOURCE=
    if [ -n "${KIM_ODOO:-}" ]; then
        if [ -d "$KIM_ODOO" ]; then
            ODOO_SOURCE=$(cd "$KIM_ODOO" && pwd -P)
        elif [[ $KIM_ODOO == *.deb || $KIM_ODOO == *.tar.gz ]] && [ -r "$KIM_ODOO" ]; then
            ODOO_SOURCE=$(readlink -f "$KIM_ODOO")
            return
        elif command -v "$KIM_ODOO" >/dev/null; then
            ODOO_SOURCE=$(home_of_command "$(command -v "$KIM_ODOO")")
        else
            die "$EX_USAGE" "KIM_ODOO=$KIM_ODOO is neither an odoo command, nor the folder of a source
checkout, nor a readable package file (.deb, .tar.gz)."
        fi
        [ "$(series_of "$ODOO_SOURCE")" = $ODOO_SERIES ] ||
            die "$EX_VERSION" "KIM_ODOO=$KIM_ODOO is not Odoo $ODOO_SERIES (found: $(series_of "$ODOO_SOURCE"))."
        return
    fi
    if command -v odoo >/dev/null; then
        found=$(home_of_command "$(command -v odoo)")
        if [ "$(series_of "$found")" = $ODOO_SERIES ]; then
            ODOO_SOURCE=$found
        fi
    fi
}

# odoo_identity: what must stay the same for an environment to be still good.
odoo_identity() {
    if [ -z "$ODOO_SOURCE" ]; then
        printf 'debian'
    elif [ -d "$ODOO_SOURCE" ]; then
        printf 'folder %s' "$ODOO_SOURCE"
    else
        printf 'file %s %s' "$ODOO_SOURCE" "$(stat -c '%s %Y' "$ODOO_SOURCE")"
    fi
}

# debian_mirror: the one that this machine itself uses, or KIM_DEBIAN_MIRROR.
debian_mirror() {
    if [ -n "${KIM_DEBIAN_MIRROR:-}" ]; then
        printf '%s' "$KIM_DEBIAN_MIRROR"
    elif grep -qs '^ID=debian' /etc/os-release; then
        apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' |
            grep -E '/debian/?$' | head -n 1
    fi
}

# private_apt ARGUMENT...: apt-get with sources, lists and cache of its own, so that nothing of the
# system's is touched. The signatures are checked as always.
private_apt() {
    apt-get -qq \
        -o Dir::Etc::SourceList="$APT/sources.list" -o Dir::Etc::SourceParts=/dev/null \
        -o Dir::Etc::Preferences=/dev/null -o Dir::Etc::PreferencesParts=/dev/null \
        -o Dir::State::Lists="$APT/lists" -o Dir::Cache="$APT/cache" \
        -o APT::Sandbox::User="$(id -un)" -o Acquire::Languages=none \
        -o Acquire::AllowInsecureRepositories=false -o APT::Get::AllowUnauthenticated=false \
        -o APT::Update::Error-Mode=any -o Acquire::Retries=3 "$@"
}

# download_debian FOLDER: Debian's odoo-19 and its companions into FOLDER.
download_debian() {
    local folder=$1 mirror log=$LOGS/download.log name
    local others="Name another Odoo $ODOO_SERIES instead, see script/bootstrap --help:
KIM_ODOO=/path/to/odoo (a command, a source checkout, a .deb or .tar.gz)."
    command -v apt-get >/dev/null || die "$EX_SYSTEM" "Debian's Odoo is fetched by apt-get, which this
machine does not have. $others"
    mirror=$(debian_mirror)
    [ -n "$mirror" ] || die "$EX_DOWNLOAD" "this machine knows no Debian mirror. Name one by
KIM_DEBIAN_MIRROR=http://…/debian. $others"
    APT=$folder/apt
    mkdir -p "$APT/lists/partial" "$APT/cache/archives/partial"
    for name in sid bookworm; do
        printf 'deb [signed-by=%s] %s %s main\n' "$DEBIAN_KEYRING" "$mirror" $name
    done >"$APT/sources.list"
    say "Downloading Odoo from Debian (about 130 MB) ..."
    private_apt update >"$log" 2>&1 || die "$EX_DOWNLOAD" "the package lists of Debian could not be fetched:
$(grep -E '^(E|W|Err)' "$log" | head -n 4)
Is there a network? $others"
    (cd "$folder" && private_apt download odoo-19 "${COMPANIONS_SID[@]/%//sid}" \
        "${COMPANIONS_BOOKWORM[@]/%//bookworm}") >>"$log" 2>&1 ||
        die "$EX_DOWNLOAD" "Odoo could not be downloaded:
$(grep -E '^(E|Err)' "$log" | head -n 4)
These scripts were last tried with odoo-19 $ODOO_TRIED. When Debian no longer offers odoo-19:
$others"
    ls "$folder"/odoo-19_19.0.*.deb >/dev/null 2>&1 || die "$EX_VERSION" \
        "Debian now offers $(cd "$folder" && ls odoo-19_*.deb), which is not $ODOO_SERIES. $others"
}

# unpack_odoo: makes $PREFIX out of a package file or Debian's packages, whole or not at all.
unpack_odoo() {
    local work file home
    rm -rf "$STATE"/unpack.*
    [ "$(free_mb "$STATE")" -ge 2500 ] || die "$EX_DISK" "Odoo needs 2.5 GB below $STATE, and
$(free_mb "$STATE") MB are free there."
    work=$(mktemp -d "$STATE/unpack.XXXXXX")
    mkdir "$work/prefix" "$work/files"
    if [ -n "$ODOO_SOURCE" ]; then
        ln -s "$ODOO_SOURCE" "$work/files/"
    else
        download_debian "$work/files"
    fi
    say "Unpacking Odoo ..."
    for file in "$work"/files/*.deb "$work"/files/*.tar.gz; do
        [ -e "$file" ] || continue
        case $file in
            *.deb) dpkg-deb -x "$file" "$work/prefix" ;;
            *) tar -xzf "$file" -C "$work/prefix" ;;
        esac || die "$EX_DISK" "$(basename "$file") could not be unpacked: it is damaged or the disk is
full ($(free_mb "$STATE") MB free). Nothing half-made is left; start again."
    done
    home=$(find "$work/prefix" -path '*/odoo/release.py' -printf '%h\n' | head -n 1 | xargs -r dirname)
    [ "$(series_of "${home:-/nonexistent}")" = $ODOO_SERIES ] ||
        die "$EX_VERSION" "what was unpacked holds no Odoo $ODOO_SERIES."
    # Debian leaves one file out for its licence policy: blurring one's background in a video call.
    # The web client's scripts do not load while it is missing.
    if [ -d "$home/odoo/addons/mail" ] && [ ! -e "$home/odoo/addons/$MEDIAPIPE" ]; then
        mkdir -p "$(dirname "$home/odoo/addons/$MEDIAPIPE")"
        printf '/* left out by Debian: no background blur in video calls */\n' \
            >"$home/odoo/addons/$MEDIAPIPE"
    fi
    file=$(find "$home/odoo" -xtype l -print -quit)
    [ -z "$file" ] || die "$EX_VERSION" "this Odoo package needs a further package: $file points nowhere."
    printf '%s\n' "${home#"$work"/prefix/}" >"$work/prefix/.home"
    { odoo_identity && printf '\n' && (cd "$work/files" && printf '%s\n' *.deb *.tar.gz); } \
        >"$work/prefix/.complete"
    sync "$work/prefix/.complete"
    rm -rf "$PREFIX.old"
    [ ! -e "$PREFIX" ] || mv "$PREFIX" "$PREFIX.old"
    mv "$work/prefix" "$PREFIX"
    rm -rf "$work" "$PREFIX.old"
}

# provide_odoo: an unpacked Odoo if one is needed; sets ODOO_HOME, the folder for PYTHONPATH.
provide_odoo() {
    if [ -n "$ODOO_SOURCE" ] && [ -d "$ODOO_SOURCE" ]; then
        ODOO_HOME=$ODOO_SOURCE
        return
    fi
    if [ "$(head -n 1 "$PREFIX/.complete" 2>/dev/null)" != "$(odoo_identity)" ]; then
        unpack_odoo
    fi
    ODOO_HOME=$PREFIX/$(cat "$PREFIX/.home")
}
