/* Pages of other sites: nothing is loaded until the button is pressed. */
(() => {
  "use strict";

  const frame = (button) => {
    const element = document.createElement("iframe");
    element.src = button.dataset.src;
    element.height = button.dataset.height;
    element.title = button.querySelector(".embed__title").textContent;
    element.referrerPolicy = "strict-origin-when-cross-origin";
    element.setAttribute("sandbox", "allow-downloads allow-forms allow-modals allow-popups allow-same-origin allow-scripts");
    return element;
  };

  document.querySelectorAll(".embed__load").forEach((button) =>
    button.addEventListener("click", () => {
      const element = frame(button);
      button.replaceWith(element);
      element.focus();
    }),
  );
})();
