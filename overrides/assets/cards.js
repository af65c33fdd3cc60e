/* Notes on links: Escape closes one (WCAG 1.4.13), and one that would leave the window opens to the other side. */
(() => {
  "use strict";

  const fit = (card) => {
    const note = card.querySelector(".card__note");
    note.style.removeProperty("translate");
    const { left, right } = note.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const shift = Math.max(8 - left, Math.min(0, width - 8 - right));
    if (shift) note.style.setProperty("translate", `${shift}px`);
  };

  const open = (card) => {
    card.classList.remove("card--closed");
    fit(card);
  };

  document.querySelectorAll(".card").forEach((card) => {
    card.addEventListener("pointerenter", () => open(card));
    card.addEventListener("focusin", () => open(card));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".card:hover, .card:focus-within").forEach((card) => card.classList.add("card--closed"));
  });
})();
