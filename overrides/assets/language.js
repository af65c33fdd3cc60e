/* Before the theme's script: it would fetch a sitemap for every alternate link, to guess what the switch already knows. */
for (const link of document.querySelectorAll("link[rel=alternate]")) link.relList.add("diglot");

/* The language switch keeps the reader's place: ids of headings are the same in every language. */
(() => {
  "use strict";

  const margin = 120; /* pixels below the top of the window at which a heading counts as being read */

  const headingBeingRead = () =>
    [...document.querySelectorAll("article :is(h2, h3)[id]")].filter((heading) => heading.getBoundingClientRect().top < margin).pop();

  document.querySelectorAll("[data-language-switch]").forEach((link) =>
    link.addEventListener("click", () => {
      const heading = headingBeingRead();
      link.hash = heading ? heading.id : "";
    }),
  );
})();

/* The theme's copy buttons each stand in a landmark without a name. */
addEventListener("DOMContentLoaded", () =>
  document$.subscribe(() => document.querySelectorAll(".md-code__nav").forEach((nav) => (nav.role = "none"))),
);
