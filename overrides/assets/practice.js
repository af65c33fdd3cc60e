/* What the pages for practice share: a frame to fill, the language's questions, rows of buttons, a question to the reader. */
import { fill, make, store } from "./quiz.js";

const place = document.getElementById("diglot");
const root = new URL(place.dataset.root, location);

export const EXAM = `diglot:${place.dataset.course}:exam`;

export const attempt = (action) => {
  try {
    return action();
  } catch {
    return null; /* storage that is forbidden or full */
  }
};

/* A block of the page: its words, what it shows, and what it says aloud. */
export const frame = (name) => {
  const block = document.querySelector(`[data-practice="${name}"]`);
  const words = JSON.parse(block.dataset.words);
  const status = block.querySelector(".practice__status");
  const screen = make("div", "practice__screen");
  const note = make("p", "practice__unsaved");
  const say = (text) => (status.textContent = text);
  const warn = () => (note.textContent = store.saved ? "" : words.unsaved);
  block.querySelector(".practice__plain")?.remove();
  block.prepend(note, screen);
  warn();
  store.onchange(warn);

  const show = (...content) => {
    say("");
    screen.replaceChildren(...content);
  };

  return { block, screen, words, say, show };
};

export const button = (text, action, name = "") => {
  const element = make("button", `practice__button ${name}`, text);
  element.type = "button";
  element.onclick = action;
  return element;
};

export const row = (...content) => make("p", "practice__row", ...content);

export const link = (address, text) => {
  const element = make("a", "", text);
  element.href = address;
  return element;
};

export const focusOn = (element) => {
  element.tabIndex = -1;
  element.focus();
};

/* The lessons with their questions; null where they cannot be had, which the page says. */
export const lessons = async ({ words, show }) => {
  try {
    const response = await fetch(new URL("questions.json", root));
    if (!response.ok) throw response;
    const bank = await response.json();
    if (!bank.lessons.length) throw bank;
    return bank.lessons.map((lesson) => ({ ...lesson, url: new URL(lesson.url, root) }));
  } catch {
    show(make("p", "", words.unavailable));
    return null;
  }
};

/* A question's form. Its addresses are relative to the language's root. */
export const formOf = ({ html }) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  for (const name of ["href", "src", "poster"]) {
    for (const element of template.content.querySelectorAll(`[${name}]`)) {
      const address = element.getAttribute(name);
      if (!address.startsWith("#")) element.setAttribute(name, new URL(address, root));
    }
  }
  template.content.querySelectorAll(".card__note").forEach((note) => note.remove()); /* notes need a script of their own */
  template.content.querySelectorAll(".card > a").forEach((card) => card.removeAttribute("aria-describedby"));
  return document.importNode(template.content.firstElementChild, true);
};

export const addressOf = ({ tests }) => new URL(tests, root);

/* True where the reader agrees. Escape and the first button mean no. */
export const agreed = (block, question, yes, no) =>
  new Promise((resolve) => {
    const text = make("p", "", question);
    const [refuse, accept] = [no, yes].map((word) => make("button", "practice__button", word));
    const dialog = make("dialog", "practice__dialog", text, row(refuse, accept));
    text.id = "practice-ask";
    dialog.setAttribute("aria-labelledby", text.id);
    refuse.onclick = () => dialog.close();
    accept.onclick = () => dialog.close("yes");
    dialog.onclose = () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    };
    block.append(dialog);
    dialog.showModal();
  });

/* What there is to choose from: a heading with a number, a sentence, a button. */
export const heaps = (words, list) =>
  make(
    "div",
    "practice__heaps",
    ...list.map(([name, items, start]) => {
      const heading = make("h2", "", fill(words[name], { n: items.length }));
      const begin = button(words.start, () => start(items), "practice__button--first");
      heading.id = `practice-${name}`;
      begin.id = `practice-start-${name}`;
      begin.setAttribute("aria-labelledby", `${begin.id} ${heading.id}`);
      begin.disabled = !items.length;
      return make("section", "practice__heap", heading, make("p", "", words[`${name}-text`]), row(begin));
    }),
  );

/* A table by lesson, with a line for each chapter where there are several. */
export const table = (caption, heads, list, cells) => {
  const body = make("tbody", "");
  const head = make("tr", "");
  const chapters = new Set(list.map(({ chapter }) => chapter)).size;
  const cell = (tag, scope, ...content) => {
    const element = make(tag, "", ...content);
    if (scope) element.scope = scope;
    return element;
  };
  head.append(...heads.map((text) => cell("th", "col", text)));
  for (const [index, lesson] of list.entries()) {
    if (chapters > 1 && lesson.chapter !== list[index - 1]?.chapter) {
      const title = cell("th", "colgroup", lesson.chapterTitle);
      title.colSpan = heads.length;
      body.append(make("tr", "practice__chapter", title));
    }
    const name = cell("th", "row", link(lesson.url, lesson.title));
    body.append(make("tr", "", name, ...cells(lesson).map((content) => cell("td", "", ...[content].flat()))));
  }
  return make("table", "practice__table", make("caption", "", caption), make("thead", "", head), body);
};
