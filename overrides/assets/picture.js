/* Pictures of other sites: none is asked for until the reader presses one; then those of its host appear on this page. */
(() => {
  "use strict";

  const picture = (link) => {
    const image = document.createElement("img");
    image.alt = link.dataset.alt || "";
    for (const side of ["width", "height"]) if (link.dataset[side]) image.setAttribute(side, link.dataset[side]);
    image.referrerPolicy = "no-referrer";
    image.src = link.href;
    image.tabIndex = -1;
    link.replaceWith(image);
    return image;
  };

  document.querySelectorAll("a.picture").forEach((link) =>
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const others = [...document.querySelectorAll("a.picture")].filter((other) => other !== link && other.host === link.host);
      others.forEach(picture);
      picture(link).focus({ preventScroll: true });
    }),
  );
})();
