/* Questions. Nothing is submitted by moving between options; without this script hint and answer still open. */
import { open, shuffled } from "./progress.js";

export const make = (tag, name, ...content) => {
  const element = document.createElement(tag);
  element.className = name;
  element.append(...content);
  return element;
};

export const fill = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);

const place = document.getElementById("diglot");
export const store = open(place.dataset.course);

/* Mode "lesson" restores the last answer, "review" does not, "exam" only calls onAnswer at each change. */
export const enhance = (form, { store, onAnswer, mode = "lesson" } = {}) => {
  const part = (name) => form.querySelector(`.quiz__${name}`);
  const [check, retry, show, status, answer, explain] = ["check", "retry", "show", "status", "answer", "explain"].map(part);
  const inputs = [...form.querySelectorAll(".quiz__options input")];
  const key = [...form.querySelectorAll(".quiz__key > li")];
  const { id } = form;
  const { rev, kind, fixed = "" } = form.dataset;
  const words = JSON.parse(form.dataset.words);
  const past = make("p", "quiz__past");
  const sure = make("input", "");
  const isRight = (index) => "right" in key[index].dataset;
  const isGood = (input, index) => input.checked === isRight(index);
  let touched = false;

  const chosen = () => inputs.filter((input) => input.checked).map((input) => +input.value);
  const choose = (numbers) => inputs.forEach((input) => (input.checked = numbers.includes(+input.value)));
  const said = () => ({ id, rev, chosen: chosen(), right: inputs.every(isGood), sure: sure.checked });

  const say = (state, text) => {
    status.dataset.state = state;
    status.textContent = text;
  };

  const clear = () => {
    form.querySelectorAll(".quiz__note").forEach((box) => box.remove());
    inputs.forEach((input) => input.removeAttribute("aria-describedby"));
    say("", "");
  };

  const focusOptions = () => part("options").querySelector("input").focus();

  const note = (input, index) => {
    if (!input.checked) return;
    const copies = [...key[index].querySelectorAll(".quiz__sign, .quiz__feedback")].map((said) => said.cloneNode(true));
    const box = make("div", "quiz__note", ...copies);
    box.id = `${input.id}-note`;
    box.toggleAttribute("data-right", isRight(index));
    input.parentNode.append(box);
    input.setAttribute("aria-describedby", box.id);
  };

  const reveal = (isOpen) => {
    answer.hidden = false;
    answer.open = isOpen;
    if (explain) answer.before(explain);
  };

  const feedback = () => {
    clear();
    inputs.forEach(note);
    past.textContent = "";
    const right = inputs.filter(isGood).length;
    const all = inputs.length;
    retry.hidden = false;
    show.hidden = right === all;
    if (right < all) {
      const detail = kind === "many" ? ` – ${fill(words.parts, { right, all })}` : "";
      return say("wrong", `✗ ${words.wrong}${detail}`);
    }
    say("right", `✓ ${words.right}`);
    reveal(false);
  };

  const submit = () => {
    if (!chosen().length) {
      say("empty", words.empty);
      return focusOptions();
    }
    feedback();
    if (rev) store?.answer(id, said());
    if (store?.saved === false) status.append(make("span", "quiz__unsaved", words.unsaved));
    onAnswer?.(said());
  };

  /* Silently, as the reader has done nothing yet. */
  const restore = () => {
    if (touched) return;
    const item = store.get(id);
    const same = item?.rev === rev;
    choose(same ? item.chosen : []);
    retry.hidden = !same;
    const date = new Date(item?.t).toLocaleDateString(form.closest("[lang]").lang, { dateStyle: "long" });
    past.textContent = item ? fill(words[!same ? "changed" : item.right ? "was-right" : "was-wrong"], { date }) : "";
  };

  const places = shuffled([...inputs.keys()], `${store?.seed}:${id}`, fixed.split(" ").map(Number));
  for (const index of places) {
    part("options").append(inputs[index].parentNode);
    part("key").append(key[index]);
  }
  part("how").after(past);
  if (store) {
    sure.type = "checkbox";
    part("buttons").before(make("label", "quiz__sure", sure, words.sure));
  }
  answer.hidden = true;
  check.disabled = false;
  form.dataset.mode = mode;
  form.oninput = () => {
    touched = true;
    if (mode === "exam") onAnswer?.(said());
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    touched = true;
    if (mode !== "exam") submit();
  };
  retry.onclick = () => {
    clear();
    form.reset();
    choose([]);
    retry.hidden = show.hidden = answer.hidden = true;
    if (explain) answer.append(explain);
    focusOptions();
  };
  show.onclick = () => {
    reveal(true);
    answer.querySelector("summary").focus();
    show.hidden = true;
  };
  if (store && rev && mode === "lesson") {
    restore();
    store.onchange(restore);
  }
  return { choose, said, feedback };
};

/* "3 of 5" or ✓ behind the links to lessons. */
const marks = () => {
  const lessons = JSON.parse(document.getElementById("course-questions")?.textContent ?? "{}");
  const words = JSON.parse(place.dataset.words);
  const root = new URL(place.dataset.root, location).pathname.length;
  document.querySelectorAll(".progress-mark").forEach((mark) => mark.remove());
  for (const link of document.querySelectorAll('.md-nav--primary .md-nav__link:is(a:not([href*="#"]), [for=__toc])')) {
    const { pathname } = link.htmlFor ? link.nextElementSibling : link; /* on a phone the label stands for the link */
    const ids = lessons[pathname.slice(root)] ?? [];
    const all = ids.length;
    const done = ids.filter((id) => store.get(id)?.right).length;
    const mark = make("span", "progress-mark", done === all ? "✓" : fill(words.some, { done, all }));
    mark.role = "img";
    mark.ariaLabel = fill(words.mark, { done, all });
    if (done) link.append(mark);
  }
};

document.querySelectorAll("form.quiz:has(.quiz__check)").forEach((form) => enhance(form, { store }));
marks();
store.onchange(marks);
