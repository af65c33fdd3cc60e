// A page that has moved: go to its new address, with the anchor that was asked for.
document.addEventListener("DOMContentLoaded", () => {
  location.replace(document.querySelector("a").href + location.hash);
});
