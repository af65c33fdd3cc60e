/* A practice exam. Every change is stored, so that a reload loses nothing; the answers count when it is handed in. */
import { shuffled } from "./progress.js";
import { enhance, fill, make, store } from "./quiz.js";
import { EXAM, addressOf, agreed, attempt, button, focusOn, formOf, frame, lessons, link, row, table } from "./practice.js";

const MINUTE = 6e4;
const MORE = 10;
const COUNT = 10;

const room = frame("exam");
const { block, screen, words, say, show } = room;
const found = await lessons(room);
const questions = new Map((found ?? []).flatMap((lesson) => lesson.questions.map((one) => [one.id, { ...one, lesson }])));
let exam = null; /* {v, seed, names, count, all, minutes, ends, ids, at, given: {id: {rev, chosen, sure}}, handed} */
let kept = true;

/* ------------------------------------------------------------------------------------------------------- what is kept */

const isExam = (value) =>
  value?.v === 1 &&
  [value.ids, value.names].every((list) => Array.isArray(list) && list.every((text) => typeof text === "string")) &&
  value.given instanceof Object &&
  Number.isInteger(value.at);

const read = () =>
  attempt(() => {
    const value = JSON.parse(localStorage.getItem(EXAM));
    return isExam(value) && value;
  }) || null;

const keep = () => {
  kept = attempt(() => {
    localStorage.setItem(EXAM, JSON.stringify(exam));
    return true;
  });
};

/* Another tab may have answered meanwhile; of the same exam what it gave stays. */
const refresh = () => {
  const stored = read();
  if (kept && stored?.started === exam.started) exam = stored;
};

const change = (action) => {
  refresh();
  if (exam.handed) return begin();
  action();
  keep();
};

/* As many questions as wanted, evenly from the lessons; the same for the same seed, in every language. */
const draw = ({ names, count, seed }) => {
  const chosen = found.filter(({ name }) => names.includes(name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const ids = ({ questions }) => questions.map(({ id }) => id).sort();
  const piles = chosen.map((lesson) => shuffled(ids(lesson), `:${seed}:${lesson.name}`));
  const rounds = Array.from({ length: Math.max(...piles.map((pile) => pile.length)) }, (_, round) =>
    shuffled(piles, `:${seed}:${round}`).flatMap((pile) => pile.slice(round, round + 1)),
  );
  return shuffled(rounds.flat().slice(0, count), `:${seed}`);
};

/* A question of the exam as a form with what was answered; an answer to an older wording is none. */
const sheet = (id, onAnswer) => {
  const question = questions.get(id);
  const form = formOf(question);
  const quiz = enhance(form, { store: { seed: exam.seed }, mode: "exam", onAnswer });
  const given = exam.given[id];
  if (given?.rev === question.rev) {
    attempt(() => quiz.choose(given.chosen));
    form.querySelector(".quiz__sure input").checked = given.sure === true;
  }
  return { id, question, form, quiz };
};

const drawn = () => exam.ids.filter((id) => questions.has(id));
const isAnswered = (id) => exam.given[id]?.rev === questions.get(id).rev && exam.given[id].chosen?.length > 0;

/* -------------------------------------------------------------------------------------------------------------- set up */

const field = (text, input, help = "") => {
  const label = make("label", "", text);
  const note = make("small", "practice__help", help);
  input.id = label.htmlFor = `practice-${input.name}`;
  if (!help) return make("p", "practice__field", label, input);
  note.id = `${input.id}-help`;
  input.setAttribute("aria-describedby", note.id);
  return make("p", "practice__field", label, input, note);
};

const control = (type, name, value, rules = {}) => Object.assign(make("input", ""), { type, name, ...rules, value });

const choice = (input, text) => make("label", "practice__choice", input, make("span", "", text));

const group = (title, ...content) => make("fieldset", "practice__group", make("legend", "", title), ...content);

const setUp = (before = {}) => {
  const all = questions.size;
  const boxes = found.map((lesson) => {
    const box = control("checkbox", "lesson", lesson.name);
    box.checked = before.names?.includes(lesson.name) ?? true;
    return box;
  });
  const choices = found.map(({ title, questions: own }, index) =>
    choice(boxes[index], fill(words.available, { title, n: own.length })),
  );
  const chapters = [...new Set(found.map(({ chapter }) => chapter))];
  const lists = chapters.map((chapter) => {
    const own = choices.filter((_, index) => found[index].chapter === chapter);
    const title = found.find((lesson) => lesson.chapter === chapter).chapterTitle;
    return chapters.length > 1 ? group(title, ...own) : make("div", "", ...own);
  });
  const tick = (checked) => () => boxes.forEach((box) => (box.checked = checked));
  const any = `${1000 + Math.floor(Math.random() * 9000)}`;
  const count = control("number", "count", before.count ?? Math.min(COUNT, all), { min: 1, max: all, required: true });
  const seed = control("text", "seed", before.seed ?? any, { maxLength: 20, required: true, autocomplete: "off" });
  const minutes = control("number", "minutes", before.minutes || "", { min: 1, max: 600 });
  const [one, every] = ["one", "all"].map((how) => control("radio", "how", how));
  (before.all ? every : one).checked = true;

  const form = make(
    "form",
    "practice__setup",
    group(words.lessons, row(button(words.every, tick(true)), button(words.none, tick(false))), ...lists),
    field(words.count, count),
    group(words.how, choice(one, words.one), choice(every, words.all)),
    field(words.minutes, minutes, words["minutes-help"]),
    field(words.seed, seed, words["seed-help"]),
    row(make("button", "practice__button practice__button--first", words.start)),
  );
  form.onsubmit = (event) => {
    event.preventDefault();
    const names = boxes.filter((box) => box.checked).map((box) => box.value);
    if (!names.length) {
      say(words["no-lesson"]);
      return boxes[0].focus();
    }
    start({ names, count: +count.value, seed: seed.value.trim(), all: every.checked, minutes: +minutes.value });
  };
  exam = null;
  show(form);
};

const start = (settings) => {
  const now = Date.now();
  const ends = settings.minutes ? now + settings.minutes * MINUTE : 0;
  exam = { v: 1, ...settings, started: now, ends, at: 0, given: {}, handed: 0, ids: draw(settings) };
  keep();
  run();
  focusOn(screen.querySelector("h2"));
};

/* ------------------------------------------------------------------------------------------------------------- running */

const clock = make("span", "practice__clock", "");
let told = false;

const tick = () => {
  if (!exam?.ends || exam.handed) return;
  const left = Math.max(0, Math.ceil((exam.ends - Date.now()) / 1000));
  const time = `${Math.floor(left / 60)}:${`${left % 60}`.padStart(2, "0")}`;
  clock.textContent = left ? fill(words.time, { time }) : words["time-up"];
  if (!left && !told) say(words["time-up"]);
  told = !left;
};

const timer = () => {
  if (!exam.ends) return [];
  clock.role = "timer";
  const more = button(fill(words.more, { n: MORE }), () => {
    change(() => (exam.ends = Math.max(exam.ends, Date.now()) + MORE * MINUTE));
    say(fill(words["more-done"], { n: MORE }));
    tick();
  });
  return [make("p", "practice__timer", clock, more)];
};

const run = () => {
  const ids = drawn();
  const list = make("ol", "practice__steps");

  const mark = () => {
    [...list.children].forEach((step, index) => {
      const [jump] = step.children;
      const done = isAnswered(ids[index]);
      jump.textContent = done ? `${index + 1} ✓` : index + 1;
      jump.ariaLabel = fill(done ? words.answered : words.open, { number: index + 1 });
      jump.ariaCurrent = !exam.all && index === exam.at ? "step" : null;
    });
  };

  const note = ({ id, rev, chosen, sure }) => {
    change(() => (exam.given[id] = { rev, chosen, sure }));
    mark();
  };

  const sheets = ids.map((id) => sheet(id, note));
  const parts = sheets.map(({ form }, index) =>
    make("div", "practice__question", make("p", "practice__where", fill(words.where, { number: index + 1, all: ids.length })), form),
  );
  const previous = button(words.previous, () => go(exam.at - 1));
  const next = button(words.next, () => go(exam.at + 1), "practice__button--first");

  /* Only one question is shown, all stay in the page: nothing that was chosen is built anew. */
  const turn = () => {
    const at = Math.min(Math.max(exam.at, 0), ids.length - 1);
    parts.forEach((part, index) => (part.hidden = !exam.all && index !== at));
    previous.hidden = exam.all || at === 0;
    next.hidden = exam.all || at === ids.length - 1;
    mark();
  };

  const go = (index) => {
    say("");
    change(() => (exam.at = index));
    if (exam.handed) return;
    turn();
    focusOn(sheets[index].form.querySelector("legend"));
  };

  const finish = button(words["hand-in"], async () => {
    refresh();
    const open = drawn().filter((id) => !isAnswered(id)).length;
    if (open && !(await agreed(block, fill(words.ask, { n: open }), words["hand-in"], words["go-on"]))) return;
    handIn();
  });

  sheets.forEach(({ form }, index) => {
    const jump = button("", () => go(index));
    list.append(make("li", "", jump));
    form.addEventListener("submit", () => {
      if (index + 1 < ids.length) go(index + 1);
      else finish.focus();
    });
  });

  const steps = make("nav", "practice__nav", list);
  steps.ariaLabel = words.questions;
  told = exam.ends > 0 && exam.ends <= Date.now();
  show(
    make("h2", "", words.running),
    make("p", "practice__about", fill(words.about, { seed: exam.seed })),
    ...(store.saved ? [make("p", "practice__about", words.kept)] : []),
    ...timer(),
    ...parts,
    row(previous, next),
    steps,
    row(finish),
  );
  turn();
  tick();
};

const handIn = () => {
  change(() => {
    for (const { form, quiz } of drawn().map((id) => sheet(id))) {
      const said = quiz.said();
      if (said.chosen.length) store.answer(form.id, said);
    }
    exam.handed = Date.now();
  });
  result();
  focusOn(screen.querySelector("h2"));
};

/* -------------------------------------------------------------------------------------------------------------- result */

const result = () => {
  const sheets = drawn().map((id) => sheet(id));
  const rights = new Map(sheets.map(({ id, quiz }) => [id, quiz.said().right]));
  const right = [...rights.values()].filter(Boolean).length;
  const asked = (lesson) => lesson.questions.filter(({ id }) => rights.has(id));

  const cells = (lesson) => {
    const wrong = asked(lesson).filter(({ id }) => !rights.get(id));
    const places = new Map(wrong.map((question) => [`${addressOf(question)}`, question.heading || lesson.title]));
    const again = [...places].map(([address, title]) => make("li", "", link(address, title)));
    const score = fill(words["score-line"], { right: asked(lesson).length - wrong.length, all: asked(lesson).length });
    return [score, again.length ? make("ul", "", ...again) : "✓"];
  };

  const parts = sheets.map(({ id, form, quiz }, index) => {
    const answer = form.querySelector(".quiz__answer");
    const inputs = form.querySelectorAll(".quiz__option input");
    quiz.feedback();
    form.querySelectorAll(".quiz__key > li").forEach((entry, place) => (entry.hidden = inputs[place].checked)); /* said above */
    answer.hidden = false;
    answer.open = !rights.get(id);
    form.dataset.mode = "result";
    form.querySelector("fieldset").disabled = true;
    if (!isAnswered(id)) form.querySelector(".quiz__status").textContent = `✗ ${words.unanswered}`;
    const where = fill(words.where, { number: index + 1, all: sheets.length });
    return make("div", "practice__question", make("p", "practice__where", where), form);
  });

  show(
    make("h2", "", words.result),
    make("p", "practice__summary", fill(words.score, { right, all: sheets.length })),
    make("p", "practice__about", fill(words.about, { seed: exam.seed })),
    table(
      words["by-lesson"],
      [words.lesson, words["right-column"], words["read-again"]],
      found.filter((lesson) => asked(lesson).length),
      cells,
    ),
    row(
      button(words.print, () => print()),
      button(words.same, () => start(exam)),
      button(words.another, () => {
        const before = exam;
        attempt(() => localStorage.removeItem(EXAM));
        setUp({ ...before, seed: undefined });
        focusOn(screen.querySelector("legend"));
      }),
    ),
    make("h2", "", words.answers),
    ...parts,
  );
};

const begin = () => {
  exam = read() ?? exam;
  if (!exam || !drawn().length) setUp();
  else if (exam.handed) result();
  else run();
};

if (found?.length) {
  begin();
  setInterval(tick, 1000);
  addEventListener("storage", ({ key }) => {
    const stored = read();
    if (key === EXAM && stored && (stored.started !== exam?.started || stored.handed !== exam.handed)) begin();
  });
}
