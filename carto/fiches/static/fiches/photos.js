// Shows the chosen photos before they are sent; they never leave the device here.
const input = document.querySelector('input[type="file"][name="photos"]');
const list = document.querySelector(".previews");

function show() {
  for (const image of list.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  list.replaceChildren(...[...input.files].map((file) => {
    const item = document.createElement("li");
    const image = document.createElement("img");
    image.alt = list.dataset.alt;
    image.src = URL.createObjectURL(file);
    image.addEventListener("error", () => item.remove()); // a HEIC that this browser cannot draw is sent all the same
    item.append(image);
    return item;
  }));
  list.hidden = input.files.length === 0;
}

input?.addEventListener("change", show);
