// The page's address is its state: filters and the opened fiche in the query, the view in the hash (MapLibre's part).

export function readQuery() {
  return new URLSearchParams(location.search);
}

/** Writes parameters into the address without a new page in the history; an empty value removes one. */
export function writeQuery(changes) {
  const query = readQuery();
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const text = query.toString().replaceAll("%2C", ",");
  history.replaceState(history.state, "", `${location.pathname}${text && `?${text}`}${location.hash}`);
}

/** Parameters as a query string, the empty ones left out; commas stay readable. */
export function queryOf(values) {
  return new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString().replaceAll("%2C", ",");
}
