// From the form to what is kept on the device, and back. Photos that are larger than they need be are made smaller first.
const LEFT_OUT = new Set(["csrfmiddlewaretoken", "uuid", "secret", "removed"]);
const SIDE = 2048; // pixels: the server keeps no more
const HEAVY = 1_500_000; // bytes: below, making it smaller gains too little

/** A new identity for a report, as the server would have made it: who holds the secret follows it. */
export function identity() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const secret = btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const uuid = hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/, "$1-$2-4$3-8$4-$5");
  return { uuid: crypto.randomUUID?.() ?? uuid, secret };
}

/** At most SIDE pixels wide and high; the file itself when that is not needed, or when this browser cannot draw it. */
async function shrink(file) {
  if (file.size < HEAVY) return file;
  const image = await createImageBitmap(file).catch(() => null);
  const ratio = image ? SIDE / Math.max(image.width, image.height) : 1;
  if (ratio >= 1) return file;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(image.width * ratio);
  canvas.height = Math.round(image.height * ratio);
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close();
  return new Promise((resolve) => { canvas.toBlob((blob) => resolve(blob ?? file), "image/jpeg", 0.85); });
}

/** A photo to be kept: its bytes, without its file's name. A camera's file may be gone a moment later. */
export async function keepable(file, placed) {
  const chosen = placed ? await shrink(file) : file; // where it was taken is in the file, and may be all that says where
  return { uuid: identity().uuid, blob: new Blob([await chosen.arrayBuffer()], { type: chosen.type }), done: false };
}

/** What a list says of it: the category's name, in the words of its card. */
function titleOf(form) {
  const card = form.querySelector('[name="categorie"]:checked')?.closest("label");
  return (card?.querySelector(".name") ?? card)?.textContent.trim().slice(0, 80) ?? "";
}

/** The report that the form holds, with its photos; `known` is what was kept of it before. */
export async function readForm(form, known) {
  const fields = {};
  const files = [];
  for (const [name, value] of new FormData(form)) {
    if (value instanceof File) { if (value.size) files.push(value); }
    else if (!LEFT_OUT.has(name)) fields[name] = name in fields ? [fields[name], value].flat() : value;
  }
  const placed = Boolean(fields.longitude || fields.adresse);
  // The server showed these on the form; those that were put into it again are read from there.
  const before = (known?.photos ?? []).filter(({ again }) => !again).map((photo) => ({ ...photo, done: true }));
  return {
    uuid: form.elements.uuid.value,
    secret: form.elements.secret.value,
    title: titleOf(form),
    place: fields.adresse ?? "",
    created_at: known?.created_at ?? Date.now(),
    fields,
    photos: [...before, ...(await Promise.all(files.map((file) => keepable(file, placed))))],
  };
}

function setField(input, values) {
  if (input.type === "radio" || input.type === "checkbox") input.checked = values.includes(input.value);
  else [input.value] = values;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}

/** Writes a kept report into the form, photos too. It keeps the form's new identity: the other one may have been used. */
export function fillForm(form, { fields, photos }) {
  for (const input of form.elements) {
    if (input.name in fields && input.type !== "file") setField(input, [fields[input.name]].flat());
  }
  const files = new DataTransfer();
  for (const { blob, refused } of photos) {
    if (!refused) files.items.add(new File([blob], "photo", { type: blob.type }));
  }
  const input = form.querySelector('input[type="file"][name="photos"]');
  if (!input || !files.files.length) return;
  input.files = files.files;
  input.dispatchEvent(new Event("change", { bubbles: true }));
}
