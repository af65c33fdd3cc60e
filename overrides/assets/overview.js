/* How far a reader is, by lesson; the record as a file and back; deleting it. */
import { importInto } from "./backup.js";
import { fill, make, store } from "./quiz.js";
import { EXAM, agreed, attempt, button, frame, lessons, link, row, table } from "./practice.js";

const room = frame("overview");
const { block, screen, words, say } = room;
const found = await lessons(room);
const overview = make("div", "");
const due = block.querySelector(".practice__due");

const count = (list, fits) => list.filter(({ id }) => fits(store.get(id))).length;
const isRight = (item) => item?.right;

const draw = () => {
  const now = Date.now();
  const questions = found.flatMap((lesson) => lesson.questions);
  const revs = new Map(questions.map(({ id, rev }) => [id, rev]));
  const isDue = ({ id }) => store.get(id)?.due <= now || (store.get(id) && store.get(id).rev !== revs.get(id));
  const isDone = (lesson) => count(lesson.questions, isRight) === lesson.questions.length;
  const amounts = {
    review: questions.filter(isDue).length,
    cards: store.due(now).filter((id) => id.startsWith("term:")).length,
  };
  const done = found.filter(isDone).length;
  const right = count(questions, isRight);
  const summary = fill(words.summary, { done, lessons: found.length, right, questions: questions.length });
  const bar = Object.assign(make("progress", "practice__bar"), { max: questions.length, value: right, ariaLabel: summary });
  const empty = make("p", "practice__empty", words.empty, " ");
  if (found[0]) empty.append(link(found[0].url, fill(words.begin, { lesson: found[0].title })));

  const cells = (lesson) => {
    const done = count(lesson.questions, isRight);
    const all = lesson.questions.length;
    const sign = make("span", "practice__done", "✓");
    sign.role = "img";
    sign.ariaLabel = words.done;
    return [[fill(words.some, { done, all }), ...(done === all ? [" ", sign] : [])], `${lesson.questions.filter(isDue).length}`];
  };

  overview.replaceChildren(
    make("p", "practice__summary", summary),
    bar,
    ...(count(questions, Boolean) ? [] : [empty]),
    ...(due ? [due] : []),
    table(words.table, [words.lesson, words["right-column"], words["due-column"]], found, cells),
  );
  if (!due) return;
  due.hidden = false;
  for (const place of due.querySelectorAll("a")) {
    place.textContent = fill(words[`due-${place.dataset.due}`], { n: amounts[place.dataset.due] });
  }
};

const save = () => {
  const place = URL.createObjectURL(new Blob([store.export()], { type: "application/json" }));
  const file = link(place, "");
  file.download = `${EXAM.split(":")[1]}-${new Date().toISOString().slice(0, 10)}.json`;
  file.click();
  setTimeout(() => URL.revokeObjectURL(place), 60_000);
};

const files = () => {
  const input = make("input", "");
  const label = make("label", "", words.file);
  const form = make("form", "practice__file", label, input, row(make("button", "practice__button", words.import)));
  input.type = "file";
  input.accept = ".json,application/json";
  input.id = label.htmlFor = "practice-file";
  form.onsubmit = async (event) => {
    event.preventDefault();
    const [file] = input.files;
    if (!file) {
      say(words["no-file"]);
      return input.focus();
    }
    const counts = importInto(store, await file.text().catch(() => ""));
    say(counts.unreadable ? words.unreadable : fill(words.imported, counts));
  };
  return form;
};

const reset = async () => {
  if (!(await agreed(block, words["reset-ask"], words["reset-yes"], words.cancel))) return;
  store.reset();
  attempt(() => localStorage.removeItem(EXAM));
  say(words["reset-done"]);
};

if (found) {
  draw();
  store.onchange(draw);
  screen.replaceChildren(overview);
}
block.querySelector(".practice__status").before(
  make(
    "section",
    "practice__copy",
    make("h3", "", words.copy),
    make("p", "", words["copy-text"]),
    row(button(words.export, save)),
    files(),
    make("p", "", words["reset-text"]),
    row(button(words.reset, reset)),
  ),
);
