/* Questions: check, feedback beside each chosen option, try again, show the answer.
   Nothing is submitted by moving between options; Enter or the button does. Without this script hint and answer still open. */
(() => {
  "use strict";

  const parts = (form) => ({
    inputs: [...form.querySelectorAll(".quiz__options input")],
    key: [...form.querySelectorAll(".quiz__key > li")],
    status: form.querySelector(".quiz__status"),
    answer: form.querySelector(".quiz__answer"),
    explain: form.querySelector(".quiz__explain"),
    check: form.querySelector(".quiz__check"),
    retry: form.querySelector(".quiz__retry"),
    show: form.querySelector(".quiz__show"),
    words: JSON.parse(form.dataset.words),
  });

  const isRight = (entry) => "right" in entry.dataset;

  /* What the answer list says of one option, beside that option. */
  const note = (quiz, input, index) => {
    const entry = quiz.key[index];
    const box = document.createElement("div");
    box.className = "quiz__note";
    box.id = `${input.id}-note`;
    box.toggleAttribute("data-right", isRight(entry));
    box.append(entry.querySelector(".quiz__sign").cloneNode(true));
    for (const feedback of entry.querySelectorAll(":scope > .quiz__feedback")) box.append(feedback.cloneNode(true));
    input.closest("li").append(box);
    input.setAttribute("aria-describedby", box.id);
  };

  const clear = (form, quiz) => {
    for (const box of form.querySelectorAll(".quiz__note")) box.remove();
    for (const input of quiz.inputs) input.removeAttribute("aria-describedby");
    quiz.status.textContent = "";
    delete quiz.status.dataset.state;
  };

  const say = (quiz, state, text) => {
    quiz.status.dataset.state = state;
    quiz.status.textContent = text;
  };

  const reveal = (form, quiz) => {
    quiz.answer.hidden = false;
    if (quiz.explain) quiz.answer.before(quiz.explain);
  };

  const submit = (form, quiz) => {
    clear(form, quiz);
    if (!quiz.inputs.some((input) => input.checked)) {
      say(quiz, "empty", quiz.words.empty);
      quiz.inputs[0].focus();
      return;
    }
    const good = quiz.inputs.filter((input, index) => input.checked === isRight(quiz.key[index])).length;
    const all = quiz.inputs.length;
    quiz.inputs.forEach((input, index) => input.checked && note(quiz, input, index));
    quiz.retry.hidden = false;
    if (good === all) {
      say(quiz, "right", `✓ ${quiz.words.right}`);
      reveal(form, quiz);
    } else {
      const detail = form.dataset.kind === "many" ? ` – ${quiz.words.parts.replace("{right}", good).replace("{all}", all)}` : "";
      say(quiz, "wrong", `✗ ${quiz.words.wrong}${detail}`);
      quiz.show.hidden = false;
    }
  };

  const retry = (form, quiz) => {
    clear(form, quiz);
    form.reset();
    quiz.retry.hidden = quiz.show.hidden = true;
    quiz.answer.hidden = true;
    quiz.answer.open = false;
    if (quiz.explain) quiz.answer.append(quiz.explain);
    quiz.inputs[0].focus();
  };

  const show = (form, quiz) => {
    reveal(form, quiz);
    quiz.answer.open = true;
    quiz.answer.querySelector("summary").focus();
    quiz.show.hidden = true;
  };

  const enhance = (form) => {
    const quiz = parts(form);
    if (!quiz.inputs.length) return;
    quiz.answer.hidden = true;
    quiz.check.disabled = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      submit(form, quiz);
    });
    quiz.retry.addEventListener("click", () => retry(form, quiz));
    quiz.show.addEventListener("click", () => show(form, quiz));
  };

  document.querySelectorAll("form.quiz").forEach(enhance);
})();
