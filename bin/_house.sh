# Where this house stands, and how its scripts speak. Sourced, never run.
#
# Sets: HOUSE (the project), VAR (everything that the house makes and may be thrown away).

HOUSE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
VAR=${CARTO_VAR:-$HOUSE/var}
[[ $VAR == /* ]] || VAR=$PWD/$VAR
LOGS=$VAR/log

say()  { printf '%s\n' "$*"; }
warn() { printf '%s\n' "$*" >&2; }
die()  { warn "✗ $*"; exit 1; }

am_root() { [[ $(id -u) == 0 ]]; }
has()     { command -v "$1" >/dev/null 2>&1; }

# A number and a letter for people: « 3,2 s », « 1 min 40 s ».
duration() {
    local tenths=$(($1 / 100))
    if ((tenths < 600)); then printf '%d,%d s' $((tenths / 10)) $((tenths % 10))
    else printf '%d min %02d s' $((tenths / 600)) $((tenths / 10 % 60)); fi
}

now_ms() { printf '%s' $((${EPOCHREALTIME/[.,]/} / 1000)); }

# One value for the content of the files, folders and words given; missing files count as empty.
fingerprint() {
    local item
    for item in "$@"; do
        if [[ -d $item ]]; then (cd -- "$item" && find . -name __pycache__ -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0r sha256sum)
        elif [[ -f $item ]]; then sha256sum <"$item"
        else printf '%s\n' "$item"; fi
    done | sha256sum | cut -c1-16
}

# The newest major version of PostgreSQL on this machine that has both its server and PostGIS; nothing when there is none.
newest_postgis() {
    local control major newest=
    for control in $(printf '%s\n' /usr/share/postgresql/*/extension/postgis.control | sort -V); do
        major=${control#/usr/share/postgresql/} major=${major%%/*}
        if [[ -x /usr/lib/postgresql/$major/bin/postgres ]]; then newest=$major; fi
    done
    echo "$newest"
}
