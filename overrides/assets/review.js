/* Review: what is due, what was wrong, what was wrong though the reader was sure; one question after another. */
import { enhance, fill, make, store } from "./quiz.js";
import { button, focusOn, formOf, frame, heaps, lessons, link, row } from "./practice.js";

const room = frame("review");
const { words, show } = room;
const found = await lessons(room);
let choosing = false;

const questions = (found ?? []).flatMap((lesson) => lesson.questions.map((question) => ({ ...question, lesson })));
const item = ({ id }) => store.get(id);
const isDue = (question) => item(question).due <= Date.now() || item(question).rev !== question.rev; /* a changed one is new */

const menu = () => {
  choosing = true;
  const known = questions.filter(item);
  if (!known.length) {
    const begin = found[0] ? [row(link(found[0].url, fill(words.begin, { lesson: found[0].title })))] : [];
    return show(make("p", "practice__empty", words.empty), ...begin);
  }
  const due = known.filter(isDue).sort((a, b) => item(a).due - item(b).due);
  const wrong = known.filter((question) => !item(question).right);
  const sure = wrong.filter((question) => item(question).sure);
  const date = new Date(Math.min(...known.map((question) => item(question).due)));
  const next = date.toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
  show(
    ...(due.length ? [] : [make("p", "practice__empty", fill(words.nothing, { date: next }))]),
    heaps(
      words,
      Object.entries({ due, wrong, sure }).map(([name, list]) => [name, list, review]),
    ),
  );
};

const review = (list) => {
  const tried = new Map();
  choosing = false;

  const ask = (index) => {
    const form = formOf(list[index]);
    const last = index + 1 === list.length;
    const next = button(last ? words.finish : words.next, () => (last ? finish() : ask(index + 1)), "practice__button--first");
    const where = make("p", "practice__where", fill(words.where, { number: index + 1, all: list.length }));
    next.hidden = true;
    enhance(form, {
      store,
      mode: "review",
      onAnswer: ({ id, right }) => {
        if (!tried.has(id)) tried.set(id, right);
        next.hidden = false;
      },
    });
    show(where, form, row(next, button(words.stop, finish)));
    focusOn(form.querySelector("legend"));
  };

  const finish = () => {
    const right = [...tried.values()].filter(Boolean).length;
    const heading = make("h2", "", fill(words.done, { right, all: tried.size }));
    show(
      heading,
      row(
        button(words.back, () => {
          menu();
          focusOn(room.screen.querySelector("h2, p"));
        }),
      ),
    );
    focusOn(heading);
  };

  ask(0);
};

if (found) {
  menu();
  store.onchange(() => choosing && menu());
}
