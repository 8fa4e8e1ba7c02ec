// What remains of each envelope, said as one ticks. Without this the server says it when the ballot is read over.
const euros = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "EUR", maximumFractionDigits: 0 });

for (const section of document.querySelectorAll(".ballot-section[data-money]")) {
  const said = section.querySelector(".remains");
  const boxes = [...section.querySelectorAll("[data-price]")];
  const tell = () => {
    const spent = boxes.reduce((sum, box) => sum + (box.checked ? Number(box.dataset.price) : 0), 0);
    const left = Number(section.dataset.money) - spent;
    const amount = document.createElement("strong");
    amount.textContent = euros.format(Math.abs(left));
    said.replaceChildren(`${left < 0 ? said.dataset.over : said.dataset.remains} `, amount);
    said.classList.toggle("over", left < 0);
  };
  section.addEventListener("change", tell);
  tell();
}
