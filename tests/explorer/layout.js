// What is wrong with a page's layout as it stands in the window, in words; nothing where it fits.
// `table` is the box of the page's table, `numbers` are texts that must not touch each other.
({ table, numbers }) => {
  const unseen = ".hidden-text, .out-of-sight, .heard, .cards thead";
  const isSeen = (e) => e.checkVisibility() && !e.closest(unseen) && e.getClientRects().length;
  const name = (e) => {
    const said = e.getAttribute("aria-label") || e.innerText || e.textContent || e.value || "";
    return `${e.tagName} ${e.id} ${e.className} ${said.slice(0, 40)}`;
  };
  // A text's own box, less the room that a font keeps above and below its letters.
  const inked = (e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    const { left, right, top, bottom } = range.getBoundingClientRect();
    const air = 0.2 * (bottom - top);
    return { left, right, top: top + air, bottom: bottom - air };
  };
  const touch = (p, q) =>
    p.left < q.right && q.left < p.right && p.top < q.bottom && q.top < p.bottom;
  const found = [];
  const page = document.documentElement;
  if (page.scrollWidth > window.innerWidth) found.push("the page scrolls sideways");
  for (const e of document.querySelectorAll(table)) {
    if (e.scrollWidth > e.clientWidth) found.push(`the table is cut: ${name(e)}`);
  }
  const texts =
    "button, input, select, textarea, output, label, h1, h2, p, li, td, th, dt, dd, figcaption, span";
  for (const e of [...document.querySelectorAll(texts)].filter(isSeen)) {
    if (e.closest(".q-ripple")) continue; // a click's wave goes over its button, without a text
    const box = e.getBoundingClientRect();
    if (box.left < -0.5 || box.right > window.innerWidth + 0.5) found.push(`outside: ${name(e)}`);
    if (e.matches("input[type=range], .q-field__native") || !e.clientWidth) continue;
    if (e.scrollWidth > e.clientWidth + 1) found.push(`cut: ${name(e)}`);
  }
  const apart = [...document.querySelectorAll(numbers)].filter(isSeen);
  apart.forEach((a, i) => {
    for (const b of apart.slice(i + 1)) {
      if (touch(inked(a), inked(b))) found.push(`run together: ${name(a)} and ${name(b)}`);
    }
  });
  return found;
};
