"""What can be computed of a page as it stands, for readers who enlarge it and for those who use a keyboard.

1280 px at 400 % are a window of 320 × 256 (WCAG 2.2, 1.4.10). A frame around what has the focus is at least 2 px wide
(2.4.13), stands out from what is around it by 3 to 1 (1.4.11), is not cut and not covered (2.4.11).
"""

from __future__ import annotations

from playwright.sync_api import Page

DESKTOP = {"width": 1280, "height": 900}
ENLARGED = {"width": 320, "height": 256}

_CRAMPED = """() => {
  const found = [];
  const said = (element) => `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`;
  const style = (element) => getComputedStyle(element);
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const scrolls = (element) => {
    for (; element !== document.body && element; element = element.parentElement) {
      if (/auto|scroll/.test(style(element).overflowX) && element.scrollWidth > element.clientWidth) return true;
    }
    return false;
  };
  let pinned = 0;
  for (const element of document.body.querySelectorAll("*")) {
    const box = element.getBoundingClientRect();
    if (!seen(element) || box.width <= 2 || box.height <= 2) continue;
    const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    if (text && (box.left < -1 || box.right > innerWidth + 1) && !scrolls(element)) found.push(`outside: ${said(element)}`);
    const hides = /hidden|clip/.test(`${style(element).overflowX} ${style(element).overflowY}`);
    const cut = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 2;
    if (hides && cut && element.textContent.trim() && !element.closest("header")) found.push(`cut: ${said(element)}`);
    if (element.matches("dialog") && (box.top < 0 || box.bottom > innerHeight)) found.push(`does not fit: ${said(element)}`);
    if (/sticky|fixed/.test(style(element).position) && !element.matches("dialog, .md-overlay")) pinned += box.height;
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push(`${document.documentElement.scrollWidth} px wide`);
  if (pinned > innerHeight / 4) found.push(`${pinned} px stay where they are`);
  return found;
}"""

_FOCUSED = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  element.dataset.reached ??= document.querySelectorAll("[data-reached]").length;
  const set = element.matches(".tabbed-set > input") ? element.parentElement : null;
  const framed = set?.querySelector(".tabbed-labels") ?? element;
  const style = getComputedStyle(framed);
  const faults = [];

  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = (colour) => {
    const [r, g, b] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (place) => {
    if (!place) return [255, 255, 255];
    const [r, g, b, alpha] = rgba(getComputedStyle(place).backgroundColor);
    if (alpha === 255) return [r, g, b];
    return behind(place.parentElement).map((part, at) => part + (([r, g, b][at] - part) * alpha) / 255);
  };
  const width = parseFloat(style.outlineWidth);
  const offset = parseFloat(style.outlineOffset);
  const around = behind(offset < 0 ? framed : framed.parentElement);
  const lights = [rgba(style.outlineColor), around].map(luminance).sort((a, b) => b - a);
  if (style.outlineStyle === "none" || width < 2) faults.push("no frame");
  else if ((lights[0] + 0.05) / (lights[1] + 0.05) < 3) faults.push("pale frame");
  for (let above = framed; above; above = above.parentElement) {
    if (getComputedStyle(above).opacity < 1) faults.push("faint");
  }

  const box = framed.getBoundingClientRect();
  const grown = Math.max(offset + width, 0) - 0.6; /* and what is less than a pixel is not seen */
  const edges = { left: box.left - grown, top: box.top - grown, right: box.right + grown, bottom: box.bottom + grown };
  const outside = (room) => {
    /* What is larger than its place is scrolled. */
    const across = edges.right - edges.left <= room.right - room.left && (edges.left < room.left || edges.right > room.right);
    const along = edges.bottom - edges.top <= room.bottom - room.top && (edges.top < room.top || edges.bottom > room.bottom);
    return across || along;
  };
  const holder = (inner) => (getComputedStyle(inner).position === "absolute" ? inner.offsetParent : inner.parentElement);
  for (let above = holder(framed); above && above !== document.body; above = holder(above)) {
    if (getComputedStyle(above).overflow === "visible") continue;
    const { left, top } = above.getBoundingClientRect();
    const [x, y] = [left + above.clientLeft, top + above.clientTop];
    const room = { left: x, top: y, right: x + above.clientWidth, bottom: y + above.clientHeight };
    if (outside(room)) faults.push(`cut by .${above.className}`);
  }
  const above = element.closest("header, dialog, .md-skip, .md-sidebar--primary"); /* what lies above the header, or is it */
  const header = above ? 0 : document.querySelector("header").offsetHeight;
  if (outside({ left: 0, top: header, right: innerWidth, bottom: innerHeight })) faults.push("not in sight");
  const middle = [(Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2];
  middle.push((Math.max(box.top, header) + Math.min(box.bottom, innerHeight)) / 2);
  const top = document.elementFromPoint(...middle);
  if (top && !framed.contains(top) && !top.contains(framed)) faults.push(`covered by ${top.localName}.${top.className}`);

  const name = (element.ariaLabel || element.innerText || element.id).trim().slice(0, 40);
  const said = `${element.localName}.${element.className} “${name}”: ${faults.join(", ")}`;
  return [element.dataset.reached, said, faults.length > 0];
}"""

_MISSED = """() => {
  const reached = [...document.querySelectorAll("[data-reached]")];
  const groups = new Set(reached.filter(({ type }) => type === "radio").map(({ name }) => name));
  const place = document.querySelector("dialog:modal") ?? document;
  return [...place.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter((element) => element.tabIndex >= 0 && !element.disabled && !element.closest("[inert]"))
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.dataset.reached === undefined)
    .filter((element) => element.type !== "radio" || !groups.has(element.name))
    .map((element) => `${element.localName}.${element.className} “${element.innerText}” is not reached`);
}"""


def cramped(page: Page) -> list[str]:
    """What is cut off, lies outside the window or takes too much of it, half way down the page."""
    page.evaluate("scrollTo({ top: document.documentElement.scrollHeight / 2, behavior: 'instant' })")
    return page.evaluate(_CRAMPED)


def walk(page: Page) -> tuple[int, list[str]]:
    """Press Tab until it begins again: how often something had the focus, and what was not seen to have it or never had it."""
    reached: list[str] = []
    faults = []
    found = page.evaluate(_FOCUSED)  # something may have the focus already
    while True:
        if found and found[0] not in reached:
            reached.append(found[0])
            faults += [found[1]] if found[2] else []
        elif reached:
            return len(reached), faults + page.evaluate(_MISSED)
        page.keyboard.press("Tab")
        found = page.evaluate(_FOCUSED)


def restyle(page: Page, css: str) -> None:
    """Spoil a page's looks. Its policy refuses a <style>, so the sheet is handed to the document."""
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }", css
    )
