"use strict";
const root = document.documentElement;
const news = document.getElementById("news");

// -- dark and light ---------------------------------------------------------

const themeButton = document.getElementById("theme");
themeButton.hidden = false;
themeButton.addEventListener("click", () => {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  const now = root.dataset.theme || (dark ? "dark" : "light");
  root.dataset.theme = now === "dark" ? "light" : "dark";
  try { localStorage.setItem("gallery-theme", root.dataset.theme); } catch { }
});

// -- questions ----------------------------------------------------------------

const SWITCH = "gallery-quiz";
const READING = 8; // seconds of the film for which a viewer is told whether he was right
const switches = [...document.querySelectorAll(".stops")];
let chosen = null;
try { chosen = localStorage.getItem(SWITCH); } catch { }
let stopping = chosen ? chosen === "on" : window === window.top; // what is embedded plays on

function stopAtQuestions(on) {
  stopping = on;
  for (const button of switches) button.setAttribute("aria-checked", on);
  if (!on) for (const { quiz } of films) if (quiz.open) quiz.goOn();
}

for (const button of switches)
  button.addEventListener("click", () => {
    stopAtQuestions(!stopping);
    try { localStorage.setItem(SWITCH, stopping ? "on" : "off"); } catch { }
  });

/** The questions of a film. Each stops it and waits; the film answers, and says who was right. */
class Quiz {
  constructor(film, section) {
    this.film = film;
    this.player = section.querySelector("media-controller");
    this.verdict = section.querySelector(".verdict");
    this.questions = [...section.querySelectorAll(".quiz")];
    this.open = null; // the question that waits
    this.from = 0; // up to where the film has come since the viewer last went elsewhere
    this.answers = new Map();
    for (const question of this.questions) this.listen(question);
    const { video } = film;
    video.addEventListener("play", () => this.close());
    video.addEventListener("seeking", () => {
      const time = video.currentTime;
      if (this.open && Math.abs(this.time(this.open) - time) > film.frame) this.close();
      this.from = time;
    });
    const sizes = new ResizeObserver(() => this.makeRoom());
    for (const part of [...this.questions, this.verdict]) sizes.observe(part);
  }

  time(question, name = "at") {
    return Number(question.dataset[name]) - this.film.frame;
  }

  listen(question) {
    const buttons = [...question.querySelectorAll("button")];
    buttons.forEach((button) => button.addEventListener("click", () => {
      if (button.matches(".choice")) this.answers.set(question, button.textContent);
      this.goOn();
    }));
    const ways = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
    question.addEventListener("keydown", (event) => {
      if (event.key.startsWith("Page")) return;
      event.stopPropagation(); // the player has uses of its own for most keys
      if (event.key === "Escape") this.goOn();
      const way = ways[event.key];
      if (!way) return;
      event.preventDefault();
      const count = buttons.length;
      buttons[(buttons.indexOf(document.activeElement) + way + count) % count].focus();
    });
    question.addEventListener("keyup", (event) => event.stopPropagation());
  }

  /** Called at every picture: stops at a question, and says who was right when it is answered. */
  watch() {
    const { video, frame } = this.film;
    if (video.seeking) return; // what lies between was not played
    const time = video.currentTime;
    const asks = (one) => this.from < this.time(one) && this.time(one) <= time;
    const question = stopping && !video.paused && this.questions.find(asks);
    if (question) {
      video.pause();
      video.currentTime = this.time(question) + frame / 2;
      this.ask(question);
    } else this.from = Math.max(this.from, time);
    this.judge(time);
  }

  ask(question) {
    this.close();
    this.answers.delete(question);
    this.open = question;
    question.hidden = false;
    this.player.toggleAttribute("data-asks", true);
    this.makeRoom();
    const before = document.activeElement;
    this.before = before === document.body ? null : before;
    if (this.before && !this.film.section.contains(before)) { // busy elsewhere
      news.textContent = question.querySelector(".asks").textContent;
      return;
    }
    question.querySelector("button").focus({ preventScroll: true });
    question.scrollIntoView({ block: "nearest" });
  }

  /** Take the question away; the focus goes back to where it was, or to the player. */
  close() {
    const question = this.open;
    if (!question) return;
    this.open = null;
    const focused = question.contains(document.activeElement);
    question.hidden = true;
    this.player.toggleAttribute("data-asks", false);
    this.makeRoom();
    this.from = Math.max(this.from, this.time(question) + this.film.frame);
    if (focused)
      (this.before ?? this.player.querySelector("media-play-button")).focus({ preventScroll: true });
  }

  goOn() {
    this.close();
    this.film.start();
  }

  judge(time) {
    const told = (one) => this.time(one, "told");
    const due = ([one]) => told(one) <= time && time < told(one) + READING;
    const words = [...this.answers].filter(due).map(([{ dataset }, answer]) => {
      const form = this.verdict.dataset[answer === dataset.right ? "right" : "wrong"];
      return form.replace("#", () => dataset.right);
    });
    const said = this.open ? "" : words.join("\n");
    if (this.verdict.textContent !== said) this.verdict.textContent = said;
  }

  /** The player grows by what stands over its sentence, and the picture stays where it is. */
  makeRoom() {
    const more = (this.open?.offsetHeight ?? 0) + this.verdict.offsetHeight;
    this.player.style.setProperty("--more", `${more}px`);
  }
}

// -- descriptions -------------------------------------------------------------

const DESCRIBES = "gallery-describes";
const sights = document.getElementById("sights"); // what is read out of a picture
const describers = [...document.querySelectorAll(".describes")];

function describe(on) {
  root.toggleAttribute("data-describes", on);
  for (const button of describers) button.setAttribute("aria-checked", on);
  for (const seen of document.querySelectorAll(".seen")) seen.classList.toggle("unseen", !on);
  if (!on) sights.textContent = "";
}

for (const button of describers)
  button.addEventListener("click", () => {
    const on = !root.hasAttribute("data-describes");
    describe(on);
    try { localStorage.setItem(DESCRIBES, on ? "on" : "off"); } catch { }
  });
try { describe(localStorage.getItem(DESCRIBES) === "on"); } catch { }

// -- films ------------------------------------------------------------------

class Film {
  constructor(section) {
    this.section = section;
    this.video = section.querySelector("video");
    this.said = section.querySelector(".said");
    this.place = section.querySelector(".place");
    this.list = section.querySelector(".said-in ol");
    this.frame = 1 / section.dataset.fps;
    this.steps = [...section.querySelectorAll(".step")];
    this.cues = [...section.querySelectorAll(".cue")];
    this.buttons = Object.fromEntries(
      [...section.querySelectorAll("[data-go]")].map((button) => [button.dataset.go, button]),
    );
    this.stop = null; // the step that is played to its end and no farther
    this.quiz = new Quiz(this, section);
    this.listen(section);
    this.video.removeAttribute("controls");
    // The library says less of these two than a screen reader needs.
    section.querySelector("media-controller").setAttribute("aria-label", this.video.ariaLabel);
    section.querySelector("media-captions-button").setAttribute("role", "switch");
    section.querySelector(".stepping").hidden = false;
    this.show();
  }

  listen(section) {
    const { video } = this;
    this.steps.forEach((step, n) => step.addEventListener("click", () => this.play(n)));
    for (const cue of this.cues) cue.addEventListener("click", () => this.playFrom(cue));
    for (const [way, button] of Object.entries(this.buttons))
      button.addEventListener("click", () => this.go(way));
    // Presenters send these two keys; elsewhere on the page they scroll as ever.
    section.querySelector("media-controller").addEventListener("keydown", (event) => {
      const way = { PageDown: "next", PageUp: "back" }[event.key];
      if (!way) return;
      event.preventDefault();
      this.go(way);
    });
    video.addEventListener("play", () => {
      this.fetchWhole();
      for (const film of films) if (film !== this) film.video.pause();
      this.watch();
    });
    for (const event of ["timeupdate", "seeking", "seeked", "pause", "loadedmetadata"])
      video.addEventListener(event, () => this.show());
    video.textTracks.addEventListener("change", () => this.say());
  }

  span(element) {
    return [Number(element.dataset.start), Number(element.dataset.end)];
  }

  /** The number of the step that is seen. */
  get now() {
    const time = this.video.currentTime + this.frame / 4;
    return this.steps.findLastIndex((step) => this.span(step)[0] <= time);
  }

  /** Play a step and stand still on its last frame. */
  async play(n) {
    await this.fetchWhole();
    this.seek(this.span(this.steps[n])[0]);
    this.stop = n;
    this.start();
  }

  async playFrom(cue) {
    await this.fetchWhole();
    this.stop = null;
    this.seek(this.span(cue)[0]);
    this.start();
  }

  /** Simple web servers send no parts of a file: then the film is fetched whole, to be wound. */
  async fetchWhole() {
    const { video } = this;
    if (video.readyState === 0) await heard(video, "loadedmetadata");
    if (video.seekable.length && video.seekable.end(0) > 0) return;
    this.whole ??= this.swap();
    await this.whole;
  }

  async swap() {
    const { video } = this;
    const answer = await fetch(video.src);
    const [time, played] = [video.currentTime, !video.paused];
    video.src = URL.createObjectURL(await answer.blob());
    await heard(video, "loadedmetadata");
    video.currentTime = time;
    if (played) this.start();
  }

  start() {
    this.video.play().catch(() => {}); // a pause came first
  }

  /** To a time, a little inside its frame: on the border browsers may show the one before. */
  seek(time) {
    this.video.currentTime = time + this.frame / 4;
  }

  go(way) {
    const { now } = this;
    const wanted = { back: now - 1, again: now, next: now + 1 }[way];
    if (this.steps[wanted]) this.play(wanted);
  }

  watch() {
    if (this.video.paused) return;
    this.show();
    requestAnimationFrame(() => this.watch());
  }

  show() {
    const { video, now } = this;
    this.quiz.watch();
    const time = video.currentTime;
    if (this.stop !== null && !this.quiz.open) {
      const [start, end] = this.span(this.steps[this.stop]);
      if (time < start || time > end + 0.5) this.stop = null; // the viewer went elsewhere
      else if (time >= end - this.frame) {
        this.stop = null;
        video.pause();
        video.currentTime = end - this.frame / 2;
      }
    }
    this.mark(now, time);
  }

  mark(now, time) {
    // The sentence of a step stays until the next one comes, also while the film stands still.
    const [start] = this.span(this.steps[now]);
    const begun = (cue) => start <= this.span(cue)[0] && this.span(cue)[0] <= time + this.frame / 4;
    const cue = this.cues.findLast(begun);
    if (cue !== this.cue) {
      this.cue?.removeAttribute("aria-current");
      cue?.setAttribute("aria-current", "true");
      this.cue = cue;
    }
    this.say();
    const { back, next } = this.buttons;
    const last = this.steps.length - 1;
    back.setAttribute("aria-disabled", now === 0);
    next.setAttribute("aria-disabled", now === last);
    this.describe(now);
    if (now === this.shown) return;
    this.shown = now;
    this.steps.forEach((step, n) => {
      step.toggleAttribute("aria-current", n === now);
      if (n === now) step.setAttribute("aria-current", "step");
      step.parentElement.toggleAttribute("data-now", n === now);
    });
    this.place.textContent = this.place.dataset.form.replace("#", now + 1);
    const item = this.steps[now].parentElement;
    const { list } = this;
    if (list.scrollHeight > list.clientHeight)
      list.scrollTop = item.offsetTop - (list.clientHeight - item.offsetHeight) / 2;
  }

  /** Read out what a step shows as soon as it plays, if that is wanted. */
  describe(now) {
    if (this.video.paused) return;
    if (root.hasAttribute("data-describes") && this.described !== now)
      sights.textContent = this.steps[now].parentElement.querySelector(".seen").textContent;
    this.described = now;
  }

  /** Say under the picture what the step says, unless captions are turned off. */
  say() {
    const { video } = this;
    const touched = video.currentTime > 0 || !video.paused; // nothing is read out on arrival
    const wanted = touched && video.textTracks[0].mode === "showing";
    const words = wanted && this.cue?.querySelector("span").cloneNode(true); // with its breaks
    if (this.said.textContent !== (words?.textContent || "")) this.said.replaceChildren(words || "");
  }
}

function heard(target, event) {
  return new Promise((done) => target.addEventListener(event, done, { once: true }));
}

const films = [];
for (const section of document.querySelectorAll(".film")) films.push(new Film(section));
stopAtQuestions(stopping);

// -- which film is looked at ------------------------------------------------

const links = new Map([...document.querySelectorAll("nav a")].map((a) => [a.hash.slice(1), a]));
const sight = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) {
      const link = links.get(target.id);
      if (isIntersecting) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  },
  { rootMargin: "-50% 0% -50% 0%" },
);
for (const id of links.keys()) sight.observe(document.getElementById(id));

// -- copying ----------------------------------------------------------------

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch { // a page from another machine without https has no clipboard
    const field = Object.assign(document.createElement("textarea"), { value: text });
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
}

let silence; // what was copied last is said for its whole time, whatever was copied before

for (const button of document.querySelectorAll(".copy")) {
  const before = button.textContent;
  let back;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await copy(button.parentElement.querySelector("code").textContent);
    button.focus();
    button.textContent = news.textContent = button.dataset.copied;
    clearTimeout(back);
    clearTimeout(silence);
    back = setTimeout(() => { button.textContent = before; }, 2000);
    silence = setTimeout(() => { news.textContent = ""; }, 2000);
  });
}
