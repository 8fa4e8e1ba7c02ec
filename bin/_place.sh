# Which place the map shows: its base map, its territories and streets, its demonstration. Sourced by bin/run.
#
# A choice made once (--osm, --territoires) is remembered, so that a plain bin/run shows the same city again.

# remembered NAME FILE : the file given now, or else the one given last time.
remembered() {
    local choice=$VAR/$1.choisi
    if [[ -n $2 ]]; then printf '%s\n' "$2" >"$choice"; fi
    if [[ -f $choice ]]; then cat -- "$choice"; fi
}

# Which city this is, before the first table: the settings and the migrations read its folder.
choose_city() {
    CITY=${CITY:-${CARTO_CITY:-$(remembered city '')}}
    if [[ -n $CITY ]]; then export CARTO_CITY=$CITY; fi
}

# Its choice is remembered once this database turns out to be fit for it.
check_city() {
    [[ -n $CITY ]] || return 0
    step "Ville : $(basename -- "$CITY")" ville manage load_city --check
    remembered city "$CITY" >/dev/null
}

# A big file is known by its name, size and date.
identity() { [[ -z $1 ]] || stat -c '%n %s %Y' -- "$1" 2>/dev/null || echo "$1"; }

# « kind » of the base map in use: extract, plan, or nothing when there is none.
basemap_kind() { sed -n 's/^ *"kind": "\(.*\)",$/\1/p' "$VAR/basemap/base.json" 2>/dev/null || true; }

# The file that the base map was made from.
basemap_source() { sed -n 's/^ *"source": "\(.*\)",$/\1/p' "$VAR/basemap/base.json" 2>/dev/null || true; }

# The streets along which rounds go. The schematic plan has none: distances are then as the crow flies, and said to be.
load_streets() {
    local source made
    source=$(basemap_source)
    if [[ $(basemap_kind) != extract || ! -f $source ]]; then
        rm -f -- "$VAR"/network/{foot,truck}.npz
        return
    fi
    made=$(fingerprint "$(identity "$source")" "$HOUSE"/carto/territoires/{network,streets}.py)
    if stamped streets "$made" && [[ -f $VAR/network/foot.npz ]]; then return; fi
    step "Réseau des rues" streets manage build_network "$source"
    set_stamp streets "$made"
}

# With the plan shown only because there was no network: look again, once a day.
network_is_back() {
    [[ -z $OSM && $(basemap_kind) == plan ]] || return 1
    ! stamped network "$(date +%F)" || return 1
    set_stamp network "$(date +%F)"
    local host=${CARTO_EXTRACT_URL:-https://download.geofabrik.de/}
    host=${host#*//}
    timeout 3 getent hosts "${host%%[/:]*}" >/dev/null
}

# The demonstration is Nantes: it has nothing to say about another city.
wants_demonstration() {
    [[ -z $EMPTY && -z $CITY && ${CARTO_PLACE:-Nantes} == Nantes ]] && grep -q '"place": null' "$VAR/place.json" || return 1
    stamped demo begun || [[ $(query "SELECT EXISTS (SELECT FROM fiches_fiche)") == f ]]
}

load_place() {
    local base place content
    local -a osm=() territoires=()
    OSM=$(remembered osm "$OSM")
    TERRITOIRES=$(remembered territoires "$TERRITOIRES")
    case $OSM in
        '') ;;
        plan) osm=(--plan) ;;
        *) osm=(--osm "$OSM") ;;
    esac
    if [[ -n $TERRITOIRES ]]; then territoires=(--territoires "$TERRITOIRES"); fi

    base=$(fingerprint "$(identity "$OSM")" "$HOUSE/tiles/basemap" "${CARTO_BBOX:-}" "${CARTO_EXTRACT_URL:-}" "${CITY:+$CITY/city.toml}")
    if ! stamped basemap "$base" || [[ ! -f $VAR/basemap/base.pmtiles ]] || network_is_back; then
        step "Fond de carte" basemap manage build_basemap "${osm[@]}"
        set_stamp basemap "$base"
    fi
    base=$(fingerprint "$VAR/basemap/base.json" "$base" "$(identity "$TERRITOIRES")")
    place="$base $(database_state)"
    if ! stamped place "$place" || [[ ! -f $VAR/place.json ]]; then
        step "Territoires, rues et adresses" place manage load_place "${osm[@]}" "${territoires[@]}"
        set_stamp place "$place"
    fi
    load_streets
    content="$(own_files '*/content/*') $(database_state)${CITY:+ $(fingerprint "$CITY" "$place")}"
    if [[ -n $CITY ]]; then
        stamped content "$content" || step "Services, catégories et règles" ville manage load_city
        set_stamp content "$content"
    elif wants_demonstration; then
        set_stamp demo begun # one that fails halfway is taken up again next time
        step "Contenu de démonstration" demo manage load_demo
        set_stamp demo done
        set_stamp content "$content"
    elif ! stamped content "$content"; then
        step "Thèmes, catégories et palette" content manage load_demo --reference
        set_stamp content "$content"
    fi
}
