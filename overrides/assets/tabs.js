/* Alternatives: who chooses PyTorch once sees it in every set of tabs that has it, on every page. */
(() => {
  "use strict";

  const KEY = "diglot-tabs";

  const chosen = () => {
    try {
      const names = JSON.parse(localStorage.getItem(KEY));
      return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
    } catch {
      return []; /* forbidden or broken storage: tabs work on their own */
    }
  };

  const remember = (names) => {
    try {
      localStorage.setItem(KEY, JSON.stringify(names.slice(0, 20)));
    } catch {
      /* as above */
    }
  };

  const sets = [...document.querySelectorAll(".tabbed-set")].map((set) => {
    const inputs = [...set.querySelectorAll(":scope > input")];
    const labels = [...set.querySelectorAll(":scope > .tabbed-labels > label")];
    return inputs.map((input, index) => ({ input, name: labels[index]?.textContent.trim() ?? "" }));
  });

  const open = (name, except) => {
    for (const tabs of sets) {
      const tab = tabs.find((one) => one.name === name);
      if (tab && !tabs.includes(except) && !tab.input.checked) {
        tab.input.checked = true;
        tab.input.dispatchEvent(new Event("change", { bubbles: true }));
      }
    }
  };

  [...chosen()].reverse().forEach((name) => open(name));

  for (const tab of sets.flat())
    tab.input.addEventListener("change", ({ isTrusted }) => {
      if (!isTrusted) return; /* opened by another set */
      const before = tab.input.getBoundingClientRect().top;
      remember([tab.name, ...chosen().filter((name) => name !== tab.name)]);
      open(tab.name, tab);
      scrollBy(0, tab.input.getBoundingClientRect().top - before); /* sets above may have grown */
    });
})();
