/* Videos: nothing is loaded until the button is pressed. */
(() => {
  "use strict";

  const player = (button) => {
    const title = button.querySelector(".video__title").textContent;
    return button.dataset.youtube ? youtube(button.dataset.youtube, title) : file(button, title);
  };

  /* In the language of the page that the reader chose, with subtitles in it. */
  const youtube = (id, title) => {
    const lang = document.documentElement.lang;
    const query = new URLSearchParams({ autoplay: 1, rel: 0, hl: lang, cc_load_policy: 1, cc_lang_pref: lang });
    const frame = document.createElement("iframe");
    frame.src = `https://www.youtube-nocookie.com/embed/${id}?${query}`;
    frame.title = title;
    frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
    frame.referrerPolicy = "strict-origin-when-cross-origin";
    return frame;
  };

  const file = (button, title) => {
    const video = document.createElement("video");
    video.src = button.closest("figure").querySelector(".video__link").href;
    video.controls = video.autoplay = true;
    video.setAttribute("aria-label", title);
    return video;
  };

  document.querySelectorAll(".video__play").forEach((button) =>
    button.addEventListener("click", () => {
      const element = player(button);
      button.replaceWith(element);
      element.focus();
    }),
  );
})();
