// The page's address is its state: filters and the opened fiche in the query, the view in the hash (MapLibre's part).

export function readQuery() {
  return new URLSearchParams(location.search);
}

/** Parameters as an address writes them: commas stay readable, and what is empty is not said. */
export function written(params) {
  const said = Object.entries(params).filter(([, value]) => value);
  return new URLSearchParams(said).toString().replaceAll("%2C", ",");
}

/** Writes parameters into the address without a new page in the history; an empty value removes one. */
export function writeQuery(changes) {
  const text = written({ ...Object.fromEntries(readQuery()), ...changes });
  history.replaceState(history.state, "", `${location.pathname}${text && `?${text}`}${location.hash}`);
}

/** Parameters as a query string, the empty ones left out; commas stay readable. */
export function queryOf(values) {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString().replaceAll("%2C", ",");
}
