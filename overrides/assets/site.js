/* The frame of every page: drawer, colours, contents, tabs, code, language switch, search. The theme's own script, of which
   this is the part that the site uses, is not loaded. */
(() => {
  "use strict";

  const one = (selector) => document.querySelector(selector);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const words = one("#site").dataset;

  /* -------------------------------------------------------------------------------------------------------- colours */

  const KEY = "diglot.colours";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const switches = all("[data-colours]");

  const chosen = () => {
    try {
      const scheme = localStorage.getItem(KEY);
      return switches.some((button) => button.dataset.colours === scheme) ? scheme : null;
    } catch {
      return null; /* forbidden: the system's colours then */
    }
  };

  const paint = (scheme = chosen() ?? (dark.matches ? "slate" : "default")) => {
    document.body.dataset.mdColorScheme = scheme;
  };

  for (const button of switches) {
    button.addEventListener("click", () => {
      const scheme = button.dataset.colours;
      try {
        localStorage.setItem(KEY, scheme);
      } catch {
        /* For this page only. */
      }
      paint(scheme);
      switches.find((other) => other !== button)?.focus();
    });
  }
  dark.addEventListener("change", () => paint());
  addEventListener("storage", ({ key }) => key === KEY && paint());

  /* --------------------------------------------------------------------------------------------------------- drawer */

  const drawer = one("#__drawer");
  const label = one("header label[for=__drawer]"); /* which works without JavaScript, but is no button */
  const opener = document.createElement("button");
  const narrow = matchMedia("(max-width: 76.234375em)");
  const labels = all(".md-nav--primary label[for]:not([tabindex='0'])");

  /* On a phone labels are the buttons of the navigation; on a wide window they do nothing. */
  const reach = () => {
    for (const label of labels) narrow.matches ? (label.tabIndex = 0) : label.removeAttribute("tabindex");
  };

  /* What it covers cannot be reached. */
  const covered = all(".md-skip, .md-header, .md-content, .md-sidebar--secondary, .md-footer");

  const say = () => {
    opener.ariaExpanded = drawer.checked;
    for (const part of covered) part.inert = drawer.checked;
    document.documentElement.style.overflow = drawer.checked ? "hidden" : "";
  };

  /* The first in sight of some parts of the navigation. */
  const go = (parts) => [...parts].find((part) => part.checkVisibility({ visibilityProperty: true }))?.focus();

  opener.type = "button";
  opener.className = `${label.className} md-header__drawer`;
  opener.append(...label.childNodes);
  label.replaceWith(opener);
  opener.addEventListener("click", () => drawer.click());
  narrow.addEventListener("change", reach);
  drawer.addEventListener("change", () => {
    say();
    drawer.checked ? go(labels) : opener.focus();
  });
  reach();
  say();

  const shut = () => {
    drawer.checked = false;
    say();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && drawer.checked) {
      shut();
      opener.focus();
    } else if ((event.key === "Enter" || event.key === " ") && event.target.matches?.("label[for]")) {
      event.preventDefault();
      event.target.click();
    }
  });
  one(".md-sidebar--primary")?.addEventListener("click", ({ target }) => target.closest("a") && shut());
  for (const toggle of all(".md-nav--primary .md-nav__toggle")) {
    toggle.addEventListener("change", () => narrow.matches && go(toggle.parentElement.querySelectorAll("label[tabindex]")));
  }

  /* ------------------------------------------------------------------------------------------------------- contents */

  const READ = 120; /* pixels below the top of the window at which a heading counts as being read */
  const TOP = 400; /* pixels from which on the way back to the top is offered */
  const lists = all("[data-md-component=toc]");
  const headings = all("article :is(h2, h3)[id]");
  const header = one(".md-header__title");
  const title = one("article h1");
  const top = one(".md-top");
  let before = scrollY;
  let waiting = false;
  let moved = false; /* by the reader: a page that is still growing scrolls by itself and keeps its address */

  for (const kind of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(kind, () => (moved = true), { once: true, passive: true });
  }

  const beingRead = () => headings.filter((heading) => heading.getBoundingClientRect().top < READ).pop();

  const keepInView = (link) => {
    const box = link?.closest(".md-sidebar__scrollwrap");
    if (!box) return;
    const [inner, outer] = [link, box].map((element) => element.getBoundingClientRect());
    if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 2;
  };

  const follow = () => {
    const heading = beingRead();
    const last = headings.indexOf(heading);
    for (const list of lists) {
      const links = [...list.querySelectorAll("a")];
      let active = null;
      for (const link of links) {
        const place = headings.findIndex(({ id }) => id === decodeURIComponent(link.hash.slice(1)));
        link.classList.toggle("md-nav__link--passed", place >= 0 && place < last);
        link.classList.toggle("md-nav__link--active", place >= 0 && place === last);
        if (place >= 0 && place === last) active = link;
      }
      keepInView(active);
    }
    header.classList.toggle("md-header__title--active", title?.getBoundingClientRect().bottom < READ / 2);
    return heading;
  };

  addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        const heading = follow();
        if (top) top.hidden = scrollY < TOP || scrollY > before;
        before = scrollY;
        const address = `${location.pathname}${location.search}${heading ? `#${heading.id}` : ""}`;
        if (headings.length && moved) history.replaceState(history.state, "", address);
      });
    },
    { passive: true },
  );
  top?.addEventListener("click", () => scrollTo({ top: 0 }));
  keepInView(one(".md-nav--primary a.md-nav__link--active"));
  follow();

  /* The language switch keeps the reader's place: ids of headings are the same in every language. */
  for (const link of all("[data-language-switch]")) {
    link.addEventListener("click", () => (link.hash = beingRead()?.id ?? ""));
  }

  /* ---------------------------------------------------------------------------------- what can be turned or unfolded */

  /* Tabs: a line under the chosen one; who has chosen PyTorch once gets it in every set that offers it, on every page. */
  const TABS = "diglot.tabs";
  const sets = all(".tabbed-set").map((set) => {
    const bar = set.querySelector(".tabbed-labels");
    return { set, bar, labels: [...bar.querySelectorAll("label")] };
  });

  const tabsChosen = () => {
    try {
      const names = JSON.parse(localStorage.getItem(TABS));
      return Array.isArray(names) ? names : [];
    } catch {
      return [];
    }
  };

  const underline = ({ bar, labels }) => {
    const label = labels.find(({ control }) => control.checked);
    bar.style.setProperty("--md-indicator-x", `${label?.offsetLeft ?? 0}px`);
    bar.style.setProperty("--md-indicator-width", `${label?.offsetWidth ?? 0}px`);
  };

  const turn = (names) => {
    for (const one of sets) {
      const name = names.find((text) => one.labels.some((label) => label.innerText === text));
      const label = one.labels.find(({ innerText }) => innerText === name);
      if (label) label.control.checked = true;
      underline(one);
    }
  };

  for (const { set, labels } of sets) {
    set.addEventListener("change", ({ target }) => {
      const name = labels.find(({ control }) => control === target)?.innerText;
      if (!name) return; /* a box inside of a tab */
      const place = set.getBoundingClientRect().top;
      const names = [name, ...tabsChosen().filter((other) => other !== name)].slice(0, 20);
      try {
        localStorage.setItem(TABS, JSON.stringify(names));
      } catch {
        /* For this page only. */
      }
      turn([name]);
      scrollBy(0, set.getBoundingClientRect().top - place); /* what stands above may have grown */
    });
  }
  if (sets.length) {
    turn(tabsChosen());
    addEventListener("resize", () => sets.forEach(underline));
  }

  const unfold = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target?.closest("details:not([open])");
    if (folded) {
      folded.open = true;
      target.scrollIntoView();
    }
  };

  let unfolded = [];
  addEventListener("hashchange", unfold);
  addEventListener("beforeprint", () => {
    unfolded = all("article details:not([open], .quiz *)");
    for (const details of unfolded) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of unfolded) details.open = false;
  });
  unfold();

  /* What is wider than its place is scrolled by keyboard, as long as it is: windows change, tabs open, questions are drawn. */
  const WIDE = "pre > code, .output > pre, table, math[display=block]";
  const sizes = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
      else target.removeAttribute("tabindex");
    }
  });
  const measure = (element) => {
    if (element.matches(WIDE)) sizes.observe(element);
    for (const inner of element.querySelectorAll(WIDE)) sizes.observe(inner);
  };

  new MutationObserver((changes) => {
    for (const node of changes.flatMap(({ addedNodes }) => [...addedNodes])) if (node instanceof Element) measure(node);
  }).observe(one("article"), { childList: true, subtree: true });
  measure(one("article"));

  /* ----------------------------------------------------------------------------------------------------------- code */

  const note = one(".md-dialog");
  let away;

  const tell = (text) => {
    clearTimeout(away);
    note.firstElementChild.textContent = text;
    note.classList.add("md-dialog--active");
    away = setTimeout(() => note.classList.remove("md-dialog--active"), 2000);
  };

  note.role = "status";
  for (const code of all("article pre > code")) {
    if (!navigator.clipboard) continue;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "md-code__button", title: words.copy });
    const holder = Object.assign(document.createElement("div"), { className: "md-code__nav" });
    button.dataset.mdType = "copy";
    button.ariaLabel = words.copy;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.trimEnd());
      tell(words.copied);
    });
    holder.append(button);
    code.before(holder);
  }

  /* --------------------------------------------------------------------------------------------------------- search */

  const search = one("#search-open");

  /* Nothing of the search is fetched before it is opened. */
  const find = () => import("./search.js").then(({ open }) => open());

  const writing = ({ target }) => target.isContentEditable || target.matches?.("input:not([type=radio], [type=checkbox]), textarea, select");

  if (search) {
    search.addEventListener("click", find);
    document.addEventListener("keydown", (event) => {
      const command = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k";
      const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && !writing(event);
      if (!command && !slash) return;
      event.preventDefault();
      find();
    });
  }
})();
