// The recorder: a step's text, its picture beside it, and the take of it.

import { Microphone } from "./microphone.js";
import { decibels, joined, peak, wav } from "./sound.js";
import { Store } from "./store.js";

const { beats, mark, words } = JSON.parse(document.getElementById("given").textContent);
const SHORTEST = 0.5; // seconds of a take
const LONGEST = 600;
const SILENT = 0.003; // of the largest sample there can be: -50 dB
const CUT_OFF = 0.999;
const SOURCE = "recorder-microphone";

const $ = (id) => document.getElementById(id);
const number = new Intl.NumberFormat(document.documentElement.lang, {
  minimumFractionDigits: 1, maximumFractionDigits: 1,
});
const store = new Store(mark);
const microphone = new Microphone();
const player = new Audio();
const film = $("film");

let at = Math.max(0, beats.findIndex(({ key }) => `#${key}` === location.hash));
let phase = "idle"; // or opening, recording, listening
let take = 0; // the number of the one that is recorded
let trouble = "";
let said = words.ready;
let frame = 0;

// -- words ---------------------------------------------------------------------

const filled = (text, ...values) => values.reduce((done, value) => done.replace("#", value), text);
const seconds = (count) => filled(words.seconds, number.format(count));
const minutes = (count) => `${Math.floor(count / 60)}:${String(Math.floor(count % 60)).padStart(2, "0")}`;
const beat = () => beats[at];
const recorded = () => beats.filter(({ key }) => store.length(key) !== undefined);

function tell(text, problem = "") {
  [said, trouble] = [text, problem];
  showWhatIsSaid();
}

function showWhatIsSaid() {
  const unsaved = store.unsaved.size > 0;
  const why = store.trouble === "gone" ? words.gone : store.trouble;
  const problem = trouble || why;
  if ($("trouble").textContent !== problem) $("trouble").textContent = problem;
  const status = problem ? "" : said;
  if ($("status").textContent !== status) $("status").textContent = status;
  $("rescue").hidden = !unsaved || !why;
  if (unsaved) {
    const [key] = [...store.unsaved.keys()].slice(-1);
    Object.assign($("download"), { href: store.sound(key), download: `${key}.wav` });
  }
}

// -- what is shown -------------------------------------------------------------

function build() {
  $("steps").append(...beats.map((each, index) => {
    const item = document.createElement("li");
    item.innerHTML = `<button type="button"><span class="number"></span><span class="title"></span>
      <span class="length"></span><span class="bar" aria-hidden="true"><div></div></span></button>`;
    item.querySelector(".number").textContent = each.number;
    item.querySelector(".title").textContent = each.title;
    item.firstChild.onclick = () => go(index);
    return item;
  }));
  const actions = { record, stop, listen, again, earlier, back, next };
  for (const [id, act] of Object.entries(actions)) {
    $(id).onclick = () => $(id).ariaDisabled !== "true" && act();
  }
  $("switch").onclick = turnMicrophone;
  $("source").onchange = () => openMicrophone($("source").value);
  $("save").onclick = () => store.save();
}

function showStep() {
  const { key, number: count, title, sentences, ask, asked, seconds: length, film: seen } = beat();
  history.replaceState(null, "", `#${key}`);
  $("place").textContent = filled(words.step, count, beats.length);
  $("silent").textContent = filled(words.silent, number.format(length));
  $("name").textContent = title;
  $("script").replaceChildren(...sentences.flatMap((sentence) => {
    const part = document.createElement(ask && /[?？؟]\W?$/.test(sentence.join("")) ? "em" : "span");
    part.append(...sentence.flatMap((piece) => [piece, document.createElement("wbr")]));
    part.classList.toggle("phrased", sentence.length > 1);
    return sentence.length > 1 ? [part] : [part, " "]; // Chinese has no spaces
  }));
  $("script").scrollTop = 0;
  $("ask").hidden = !ask;
  $("ask").querySelector("q").textContent = ask;
  $("ask").querySelector("span").textContent = asked.length
    ? filled(words.asked, number.format(asked[0]), number.format(asked[1])) : "";
  showPicture(key, title, seen);
  uncover($("steps").children[at], $("steps").parentElement);
}

// Scrolls `box` alone until all of `part` is seen; the page stays where it is.
function uncover(part, box) {
  const { offsetTop: top, offsetHeight: height } = part;
  box.scrollTop = Math.min(top, Math.max(box.scrollTop, top + height - box.clientHeight));
}

function showPicture(key, title, seen) {
  film.hidden = !seen;
  $("still").hidden = $("moving").hidden = Boolean(seen);
  if (!seen) {
    Object.assign($("still"), { src: `/still/${key}`, alt: filled(words.still, title) });
    film.removeAttribute("src");
    return;
  }
  film.setAttribute("aria-label", filled(words.film, title));
  film.poster = `/still/${key}`;
  if (film.getAttribute("src") !== seen.address) film.src = seen.address;
  film.currentTime = seen.start;
}

function showList() {
  const whole = beats.reduce((sum, each) => sum + each.seconds, 0);
  const spoken = recorded().reduce((sum, { key }) => sum + store.length(key), 0);
  $("done").textContent = filled(words.done, recorded().length, beats.length);
  $("whole").textContent = filled(words.whole, minutes(spoken), minutes(whole));
  beats.forEach((each, index) => {
    const button = $("steps").children[index].firstChild;
    const take = store.length(each.key);
    const over = take - each.seconds;
    const silent = seconds(each.seconds);
    let text = silent;
    if (take !== undefined) text = filled(words.length, seconds(take), silent);
    if (over > 0.05) text += ` · ${filled(words.longer, number.format(over))}`;
    if (store.unsaved.has(each.key)) text += ` · ${words.unsaved}`;
    button.querySelector(".length").textContent = text;
    button.querySelector(".bar div").style.width = `${Math.min(100, 100 * (take ?? 0) / each.seconds)}%`;
    const length = over > 0.05 ? "over" : "fits";
    button.dataset.state = store.unsaved.has(each.key) ? "unsaved" : length;
    button.ariaCurrent = index === at ? "step" : null;
  });
}

function showButtons() {
  const { key } = beat();
  const has = store.length(key) !== undefined;
  const idle = phase === "idle" || phase === "listening";
  const able = {
    record: idle && !has,
    stop: phase === "recording" || phase === "listening",
    listen: idle && has,
    again: phase === "recording" || (idle && has),
    earlier: phase === "idle" && Boolean(store.takes[key]?.earlier) && !store.unsaved.has(key),
    back: phase !== "opening" && at > 0,
    next: phase !== "opening" && at < beats.length - 1,
  };
  for (const [id, can] of Object.entries(able)) $(id).ariaDisabled = String(!can);
  document.body.dataset.phase = phase;
  $("switch").ariaPressed = String(microphone.isOpen);
}

function show() {
  showList();
  showButtons();
  showWhatIsSaid();
}

// The clock, and the sentence that it is time for.
function showTime(now, length) {
  const { seconds: silent } = beat();
  const over = now - silent;
  $("clock").textContent = over > 0
    ? filled(words.over, number.format(now), number.format(over))
    : filled(words.clock, number.format(now), number.format(silent));
  $("bar").firstChild.style.width = `${Math.min(100, 100 * now / Math.max(length, silent))}%`;
  const parts = [...$("script").children];
  const letters = parts.reduce((sum, part) => sum + part.textContent.length, 0);
  let end = 0;
  const ends = parts.map((part) => (end += length * part.textContent.length / letters));
  const running = phase === "recording" || phase === "listening";
  const current = running ? parts[Math.min(parts.length - 1, ends.filter((each) => each <= now).length)] : null;
  $("script").toggleAttribute("data-paced", running);
  for (const part of parts) {
    if ((part === current) === part.hasAttribute("aria-current")) continue;
    part.toggleAttribute("aria-current", part === current);
    if (part === current) uncover(part, $("script"));
  }
}

function tick() {
  const { seconds: silent } = beat();
  if (phase === "recording") showTime(microphone.length(take), silent);
  else if (phase === "listening") showTime(player.currentTime, player.duration || silent);
  else return showTime(0, silent);
  const { film: seen } = beat();
  if (seen && film.currentTime >= seen.start + silent - 0.05) film.pause();
  frame = requestAnimationFrame(tick);
}

function turn(to) {
  phase = to;
  const { film: seen } = beat();
  if (seen && (to === "recording" || to === "listening")) {
    film.currentTime = seen.start;
    film.play().catch(() => {}); // a picture less, and no sound
  } else {
    film.pause();
  }
  cancelAnimationFrame(frame);
  tick();
  show();
}

// -- the microphone ------------------------------------------------------------

const REASONS = { NotAllowedError: "refused", SecurityError: "refused", NotReadableError: "busy", AbortError: "busy" };

async function openMicrophone(wanted = localStorage.getItem(SOURCE) ?? "") {
  try {
    await microphone.open(wanted);
  } catch (error) {
    if (wanted && error.name === "OverconstrainedError") return openMicrophone("");
    tell("", words[REASONS[error.name] ?? "no_microphone"]);
    show();
    return false;
  }
  if (wanted) localStorage.setItem(SOURCE, wanted);
  const all = await microphone.all();
  $("source").replaceChildren(...all.map(({ deviceId, label }) => new Option(label, deviceId)));
  $("source").value = microphone.device;
  $("source").hidden = all.length < 2;
  tell(words.ready);
  show();
  return true;
}

function turnMicrophone() {
  if (phase === "recording") stop();
  if (!microphone.isOpen) return openMicrophone();
  microphone.close();
  showLevel(0);
  show();
}

microphone.addEventListener("block", ({ detail }) => {
  showLevel(peak(detail));
  if (phase === "recording" && microphone.length(take) >= LONGEST) stop();
});
microphone.addEventListener("gone", () => {
  const was = phase;
  if (was === "recording") finish();
  showLevel(0);
  tell("", was === "recording" ? words.unplugged : words.no_microphone);
  show();
});

let shownLevel = -60;
function showLevel(most) {
  shownLevel = Math.max(decibels(most), shownLevel - 1.5); // falls slowly, so that it can be read
  $("level").firstChild.style.width = `${100 * (shownLevel + 60) / 60}%`;
  $("level").toggleAttribute("data-loud", shownLevel > -1);
  $("level").ariaValueNow = String(Math.round(shownLevel));
}

// -- what can be done ----------------------------------------------------------

async function record() {
  player.pause();
  if (!microphone.isOpen) {
    turn("opening");
    const open = await openMicrophone();
    if (!open) return turn("idle");
  }
  if (phase === "recording") microphone.drop(take);
  take = await microphone.begin();
  tell(words.recording);
  turn("recording");
}

const again = record;

function stop() {
  if (phase === "listening") {
    player.pause();
    turn("idle");
  } else if (phase === "recording") {
    finish();
  }
}

async function finish() {
  const { key } = beat();
  turn("idle");
  keep(key, joined(await microphone.end(take)));
}

async function keep(key, samples) {
  const length = samples.length / microphone.rate;
  const most = peak(samples);
  if (length < SHORTEST) return tell("", words.short);
  if (most < SILENT) return tell("", words.nothing);
  tell(words.saving);
  await store.add(key, wav(samples, microphone.rate), length);
  if (store.unsaved.has(key)) return;
  const done = filled(words.saved, seconds(store.length(key)));
  if (most >= CUT_OFF) tell("", `${done} ${words.loud}`);
  else tell(done);
}

function listen() {
  player.src = store.sound(beat().key);
  tell(words.listening);
  turn("listening");
  player.play().catch((error) => {
    if (error.name !== "AbortError") notHeard();
  });
}

function notHeard() {
  turn("idle");
  tell("", words.not_heard);
}

player.onended = () => {
  tell(words.heard);
  turn("idle");
};

async function earlier() {
  if (await store.takeEarlier(beat().key)) tell(words.exchanged);
}

function go(index) {
  if (index < 0 || index >= beats.length || phase === "opening") return;
  stop();
  if (!store.unsaved.size) trouble = "";
  at = index;
  showStep();
  turn("idle");
}

const next = () => go(at + 1);
const back = () => go(at - 1);

const KEYS = {
  r: () => $(store.length(beat().key) === undefined ? "record" : "again").click(),
  s: () => $("stop").click(), l: () => $("listen").click(), a: () => $("again").click(),
  e: () => $("earlier").click(), n: next, b: back, arrowright: next, arrowleft: back,
  m: turnMicrophone,
};

addEventListener("keydown", (event) => {
  const act = KEYS[event.key.toLowerCase()];
  const typing = event.target.matches("select, input");
  if (!act || typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act();
});

addEventListener("beforeunload", (event) => {
  if (store.unsaved.size || phase === "recording") event.preventDefault();
});
addEventListener("hashchange", () => {
  const found = beats.findIndex(({ key }) => `#${key}` === location.hash);
  if (found >= 0 && found !== at) go(found);
});

store.addEventListener("change", show);
build();
showStep();
turn("idle");
store.load();
