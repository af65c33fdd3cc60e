/* What a reader has answered: one record a course, for all its pages and languages. */
const VERSION = 1;
const DAY = 864e5;
const DAYS = [1, 3, 7, 16, 35]; /* of Leitner's boxes */
const MIGRATIONS = [(old) => ({ ...old, v: 1 })]; /* from version 0, 1, … */

const whole = (value, least, most) => Number.isInteger(value) && value >= least && value <= most;

const checked = ({ rev, chosen, right, first, n, sure, box, due, t }, latest) =>
  typeof rev === "string" &&
  rev.length < 65 &&
  Array.isArray(chosen) &&
  chosen.every((number) => whole(number, 1, 99)) &&
  [right, first, sure].every((value) => value === !!value) &&
  whole(n, 1, 1e9) &&
  whole(box, 1, 5) &&
  whole(t, 0, latest) &&
  whole(due, 0, t + 35 * DAY) && { rev, chosen, right, first, n, sure, box, due, t };

/* Throws where there is no record; nothing from a later version. */
export const parse = (text, latest = 9e15) => {
  let data = JSON.parse(text);
  if (data.v > VERSION) return null;
  while (data.v < VERSION) data = MIGRATIONS[data.v](data);
  if (data.v !== VERSION) throw data;
  const items = new Map();
  const entries = Object.entries(data.items);
  for (const [id, value] of entries) {
    const item = id.length < 200 && checked(value ?? {}, latest);
    if (item) items.set(id, item);
  }
  return { seed: data.seed >>> 0, items, refused: entries.length - items.size };
};

const attempt = (action) => {
  try {
    action();
    return true;
  } catch {
    return false;
  }
};

/* Before its day an answer moves no box; a changed question starts again. */
const answered = (old, { rev, chosen, right, sure = false }, t) => {
  const known = old?.rev === rev;
  const said = { rev, chosen, right, first: known ? old.first : right, n: known ? old.n + 1 : 1, t };
  if (known && t < old.due) return { ...old, ...said };
  const box = right ? Math.min(known ? old.box + 1 : 2, 5) : 1;
  return { ...said, sure, box, due: t + DAYS[box - 1] * DAY };
};

/* Without storage (forbidden, full, null) the record lasts as long as the page. */
export const open = (course, storage) => {
  const key = `diglot:${course}`;
  const listeners = [];
  let items = new Map();
  let seed = 0;
  let saved = true;

  const read = () => {
    const text = storage.getItem(key);
    try {
      return text === null ? { items: new Map() } : parse(text);
    } catch {
      storage.setItem(`${key}:broken`, text);
      storage.removeItem(key);
      return { items: new Map() };
    }
  };

  /* The stored record counts, another tab may have written; what was not saved is merged in. */
  const load = () =>
    attempt(() => {
      const found = read();
      for (const [id, item] of saved ? [] : items) if (!(found.items.get(id)?.t > item.t)) found.items.set(id, item);
      items = found.items;
      seed = found.seed || seed;
    });

  const text = () => JSON.stringify({ v: VERSION, seed, items: Object.fromEntries(items) });
  const save = () => attempt(() => storage.setItem(key, text()));
  const tell = () => listeners.forEach((listen) => listen());

  const update = (change) => {
    const readable = load();
    change();
    saved = readable && save();
    tell();
  };

  const reload = () => {
    load();
    tell();
  };

  const where = (fits) => [...items.keys()].filter((id) => fits(items.get(id)));

  attempt(() => (storage ??= localStorage));
  saved = load();
  if (saved && !seed) {
    seed = Date.now() >>> 0;
    saved = save();
    if (!saved) seed = 0; /* stable, too */
  }
  addEventListener("storage", (event) => (event.key ?? key) === key && reload());
  addEventListener("pageshow", (event) => event.persisted && reload()); /* gone back to */

  return {
    get saved() {
      return saved;
    },
    get seed() {
      return seed;
    },
    get: (id) => items.get(id),
    all: () => new Map(items),
    answer: (id, said) => update(() => items.set(id, answered(items.get(id), said, Date.now()))),
    forget: (id) => update(() => items.delete(id)),
    due: (now = Date.now()) => where((item) => item.due <= now),
    wrong: () => where((item) => !item.right),
    unsure: () => where((item) => !item.sure),
    onchange: (listen) => listeners.push(listen),
    export: text,
    take: (entries) => update(() => entries.forEach(([id, item]) => items.set(id, item))),
    reset: () => update(() => items.clear()),
  };
};

const hash = (text) =>
  [...text].reduce((state, sign) => {
    const mixed = Math.imul(state ^ sign.codePointAt(0), 0x9e3779b1);
    return mixed ^ (mixed >>> 15);
  }, 0);

/* In the seed's order; entries whose number (from 1) is in fixed stay. */
export const shuffled = (list, seed, fixed = []) => {
  const stays = (index) => fixed.includes(index + 1);
  const free = [...list.keys()].filter((index) => !stays(index)).sort((a, b) => hash(a + seed) - hash(b + seed));
  return list.map((_, index) => list[stays(index) ? index : free.shift()]);
};
