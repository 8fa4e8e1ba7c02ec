// Every candidate of a scale, asked for once (candidats/data.py).
const tables = new Map(); // by scale: the promise of its table

export function load(address, scale) {
  if (!tables.has(scale)) {
    const asked = fetch(`${address}?echelle=${scale}`).then((answer) => {
      if (!answer.ok) throw new Error(`${scale}: ${answer.status}`);
      return answer.json();
    });
    asked.catch(() => tables.delete(scale));
    tables.set(scale, asked);
  }
  return tables.get(scale);
}
