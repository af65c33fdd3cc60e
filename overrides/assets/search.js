/* The search: a window over Pagefind. site.js loads it when it is opened for the first time. */
const button = document.getElementById("search-open");
const words = JSON.parse(button.dataset.words);
const here = (name) => new URL(name, import.meta.url);

const WAIT = 150; /* milliseconds without a key before the index is asked */
const PAGES = 5; /* shown at a time: a phone's window full with their sections; each is a file to fetch */
const PARTS = 3; /* sections of a page, the best ones */
const BREAK = /\u00ad-/g; /* between the parts of a compound in the index, see search.py */

const make = (name, kind, ...content) => {
  const element = document.createElement(name);
  if (kind) element.className = kind;
  element.append(...content);
  return element;
};

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
const clean = (text) => text.replace(BREAK, "");
const plain = (text) => clean(text).replaceAll("&lt;", "<").replaceAll("&gt;", ">");

/* Pagefind's excerpt is text with < and > escaped, and <mark> around what was found. */
const excerpt = (text) => {
  const parts = text.split(/<\/?mark>/).map(plain);
  return make("span", "search__excerpt", ...parts.map((part, index) => (index % 2 ? make("mark", "", part) : part)));
};

const link = (address, kind, ...content) => {
  const element = make("a", `search__link ${kind}`, ...content);
  element.href = address;
  return element;
};

/* ------------------------------------------------------------------------------------------------------------- window */

const field = Object.assign(make("input", "search__field"), {
  type: "search",
  autocomplete: "off",
  spellcheck: false,
  enterKeyHint: "search",
  placeholder: words.field,
  ariaLabel: words.field,
});
const close = Object.assign(make("button", "search__close", "×"), { type: "button", ariaLabel: words.close, title: words.close });
const status = Object.assign(make("p", "search__status"), { role: "status" });
const list = Object.assign(make("ol", "search__results"), { ariaLabel: words.results });
const more = Object.assign(make("button", "search__more", words.more), { type: "button", hidden: true });
const form = Object.assign(make("form", "search__form", field, close), { role: "search" });
const rest = make("div", "search__rest", status, list, more);
const dialog = make("dialog", "search", form, rest, make("p", "search__keys", words.keys));
dialog.ariaLabel = words.field;

const style = Object.assign(document.createElement("link"), { rel: "stylesheet", href: here("search.css") });
const styled = new Promise((done) => (style.onload = style.onerror = done));
document.head.append(style);
document.body.append(dialog);

/* ------------------------------------------------------------------------------------------------------------- results */

let engine; /* a promise of Pagefind */
let asked = 0;
let loads = 0;

const load = async () => {
  const address = new URL(`${button.dataset.bundle}pagefind.js`, document.baseURI);
  if (loads++) address.search = loads; /* a module that could not be fetched once is not asked for again under its address */
  const found = await import(address);
  await found.options({ excerptLength: 24 });
  await found.init();
  return found;
};

/* The engine, once for all questions; after a failure anew. */
const loaded = () => {
  if (!engine) {
    const loading = (engine = load());
    loading.catch(() => forget(loading));
  }
  return engine;
};

const forget = (failed) => {
  if (engine === failed) engine = undefined;
};

/* The sections of a page in which the most was found, in the page's order; what stands above them belongs to the page. */
const best = ({ url, sub_results: parts }) => {
  const below = parts.filter((part) => part.url !== url && part.anchor?.element !== "h1");
  const weight = ({ weighted_locations: places }) => places.reduce((sum, { balanced_score: score }) => sum + score, 0);
  const chosen = new Set([...below].sort((one, other) => weight(other) - weight(one)).slice(0, PARTS));
  return below.filter((part) => chosen.has(part));
};

const item = (page) => {
  const parts = best(page);
  const title = make("span", "search__title", clean(page.meta.title));
  const own = parts.length ? [title] : [title, excerpt(page.excerpt)];
  const sections = parts.map((part) =>
    make("li", "", link(part.url, "search__link--part", make("span", "search__heading", clean(part.title)), excerpt(part.excerpt))),
  );
  const element = make("li", "search__page", link(page.url, "", ...own));
  if (sections.length) element.append(make("ul", "search__parts", ...sections));
  return element;
};

const show = async (results, turn) => {
  const pages = await Promise.all(results.slice(0, PAGES).map((result) => result.data()));
  if (turn !== asked) return null;
  const items = pages.map(item);
  list.append(...items);
  more.hidden = results.length <= PAGES;
  more.onclick = async () => (await show(results.slice(PAGES), turn))?.[0].querySelector("a").focus();
  return items;
};

const search = async () => {
  const turn = ++asked;
  const query = field.value.trim();
  if (!query) {
    list.replaceChildren();
    more.hidden = true;
    status.textContent = "";
    return;
  }
  if (!list.children.length) status.textContent = words.loading;
  const loading = loaded();
  try {
    await new Promise((done) => setTimeout(done, WAIT)); /* Pagefind's own waiting fetches a piece of the index for every letter */
    const pagefind = await loading;
    if (turn !== asked) return;
    const found = await pagefind.search(query);
    if (turn !== asked) return;
    if (list.contains(document.activeElement)) field.focus();
    list.replaceChildren();
    await show(found.results, turn);
    if (turn !== asked) return;
    rest.scrollTop = 0;
    status.textContent = found.results.length ? fill(words.found, { n: found.results.length }) : fill(words.none, { query });
  } catch {
    forget(loading);
    if (turn !== asked) return;
    list.replaceChildren();
    status.textContent = words.unavailable;
  }
};

/* ------------------------------------------------------------------------------------------------------------ keyboard */

/* Field, results and the button for more are one column: arrow keys go through it, any letter goes back to the field. */
const column = () => [field, ...list.querySelectorAll("a"), ...(more.hidden ? [] : [more])];

dialog.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const stops = column();
  const at = stops.indexOf(document.activeElement);
  if (step && at >= 0) {
    event.preventDefault();
    stops[Math.min(Math.max(at + step, 0), stops.length - 1)].focus();
  } else if (event.key === "Escape") {
    event.preventDefault(); /* it would empty the field first */
    dialog.close();
  } else if (event.key === "Enter" && document.activeElement === field) {
    event.preventDefault();
    stops[1]?.click();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey && at > 0) {
    field.focus();
  }
});

field.addEventListener("input", search);
form.addEventListener("submit", (event) => event.preventDefault());
close.addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => {
  /* outside of the window, or a link to a place on this page */
  if (event.target === dialog || event.target.closest("a")) dialog.close();
});

export const open = async () => {
  await styled;
  if (!dialog.open) dialog.showModal();
  field.focus();
  field.select();
  loaded();
};
