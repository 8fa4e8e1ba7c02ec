// This browser remembers the secret of a sheet that it opened, so that its page offers to look after it.
import { keepOwnerKey } from "./mine.js";

const box = document.querySelector("[data-calque]");
keepOwnerKey(box.dataset.calque, location.pathname.split("/").at(-2));
