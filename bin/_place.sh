# Which place the map shows: its base map, its territories and streets, its demonstration. Sourced by bin/run.
#
# A choice made once (--osm, --territoires) is remembered, so that a plain bin/run shows the same city again.

# remembered NAME FILE : the file given now, or else the one given last time.
remembered() {
    local choice=$VAR/$1.choisi
    if [[ -n $2 ]]; then printf '%s\n' "$2" >"$choice"; fi
    if [[ -f $choice ]]; then cat -- "$choice"; fi
}

# A big file is known by its name, size and date.
identity() { [[ -z $1 ]] || stat -c '%n %s %Y' -- "$1" 2>/dev/null || echo "$1"; }

load_place() {
    OSM=$(remembered osm "$OSM")
    TERRITOIRES=$(remembered territoires "$TERRITOIRES")
    local stamp
    local -a osm=() territoires=()
    case $OSM in
        '') ;;
        plan) osm=(--plan) ;;
        *) osm=(--osm "$OSM") ;;
    esac
    if [[ -n $TERRITOIRES ]]; then territoires=(--territoires "$TERRITOIRES"); fi
    stamp=$(fingerprint "$(identity "$OSM")" "$HOUSE/tiles/basemap" "${CARTO_BBOX:-}${CARTO_EXTRACT_URL:-}")
    if ! stamped basemap "$stamp"; then
        step "Fond de carte" basemap manage build_basemap "${osm[@]}"
        set_stamp basemap "$stamp"
    fi
    stamp="$(fingerprint "$stamp" "$(identity "$TERRITOIRES")") $(database_state)"
    if ! stamped place "$stamp"; then
        step "Territoires, rues et adresses" place manage load_place "${osm[@]}" "${territoires[@]}"
        set_stamp place "$stamp"
    fi
    if [[ -z $EMPTY && $(query "SELECT EXISTS (SELECT FROM fiches_fiche)") == f ]]; then
        step "Contenu de démonstration" demo manage load_demo
    fi
}
