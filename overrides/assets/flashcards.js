/* Flashcards: the list of terms, one at a time. What is not known yet comes again at the end of the round. */
import { shuffled } from "./progress.js";
import { fill, make, store } from "./quiz.js";
import { button, focusOn, frame, heaps, row } from "./practice.js";

const REVISION = "term"; /* a definition that is worded better is the same term */
const ROUND = 10;

const room = frame("flashcards");
const { block, words, say, show } = room;
const list = block.querySelector(".practice__terms");
let choosing = false;

const cards = [...list.children].map((details) => ({
  id: `term:${details.dataset.term}`,
  name: details.querySelector("summary").textContent,
  content: [...details.children].slice(1),
}));

const item = ({ id }) => store.get(id);

const menu = () => {
  choosing = true;
  const mixed = shuffled(cards, `${store.seed}:cards`);
  const due = mixed.filter((card) => item(card)?.due <= Date.now());
  const fresh = mixed.filter((card) => !item(card));
  const piles = [
    ["due", due, deal],
    ["new", fresh, (pile) => deal(pile.slice(0, ROUND))],
    ["all", mixed, deal],
  ];
  show(heaps(words, piles), make("h2", "", words.list));
  list.hidden = false;
};

const deal = (pile) => {
  const left = [...pile];
  const missed = new Set();
  choosing = false;
  list.hidden = true;

  const turn = (text = "") => {
    const [card] = left;
    const term = make("h2", "practice__name", card.name);
    const meaning = make("div", "practice__meaning", ...card.content.map((part) => part.cloneNode(true)));
    const known = button(words.known, () => answer(true), "practice__button--first");
    const unknown = button(words.unknown, () => answer(false));
    const open = button(
      words.show,
      () => {
        meaning.hidden = known.hidden = unknown.hidden = false;
        open.hidden = true;
        focusOn(meaning);
      },
      "practice__button--first",
    );
    meaning.hidden = known.hidden = unknown.hidden = true;
    const content = make("div", "practice__card", make("p", "practice__where", words.question), term, meaning);
    show(
      make("p", "practice__where", fill(words.left, { n: left.length })),
      content,
      row(
        open,
        known,
        unknown,
        button(words.stop, () => finish()),
      ),
    );
    focusOn(term);
    say(text);
  };

  const answer = (right) => {
    const card = left.shift();
    store.answer(card.id, { rev: REVISION, chosen: [], right });
    if (!right) {
      missed.add(card);
      left.push(card);
    }
    if (left.length) turn(right ? "" : words["comes-again"]);
    else finish();
  };

  const finish = () => {
    const seen = pile.filter((card) => !left.includes(card) || missed.has(card));
    const right = seen.filter((card) => !missed.has(card)).length;
    const heading = make("h2", "", fill(words.done, { right, all: seen.length }));
    const back = button(words.back, () => {
      menu();
      focusOn(room.screen.querySelector("h2"));
    });
    show(heading, row(back));
    focusOn(heading);
  };

  turn();
};

menu();
store.onchange(() => choosing && menu());
