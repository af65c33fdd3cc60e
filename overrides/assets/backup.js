/* A reader's record as a file: store.export() gives its text, this takes it back. Only the page that offers it loads this. */
import { parse } from "./progress.js";

const DAY = 864e5;

/* Of two items the newer one stays. Items that cannot be used, or come from the future, are refused. */
export const importInto = (store, text) => {
  let found;
  try {
    found = parse(text, Date.now() + DAY);
  } catch {
    /* No record: the same as one of a later version. */
  }
  if (!found) return { added: 0, updated: 0, refused: 0, unreadable: true };
  const newer = [...found.items].filter(([id, item]) => !(store.get(id)?.t >= item.t));
  const updated = newer.filter(([id]) => store.get(id)).length;
  store.take(newer);
  return { added: newer.length - updated, updated, refused: found.refused };
};
