"use strict";
// Texts and coordinates were computed by grpo_core; this script only picks them by index.
const DATA = JSON.parse(document.getElementById("numbers").textContent);
const COLUMNS = [
  "bars", "old", "new", "ref", "reward", "advantage", "ratio", "clippedRatio",
  "unclipped", "clipped", "value", "clip", "gradient", "k3",
];
const RULE_COLUMNS = ["bars", "old", "new", "ref", "reward", "advantage", "ratio", "weight", "S", "gradient", "k3"];
const SHAPES = { "1": "M0 -7L7 5.5L-7 5.5Z", "-1": "M0 7L7 -5.5L-7 -5.5Z", "0": "M-4 0A4 4 0 1 0 4 0A4 4 0 1 0 -4 0Z" };
const ROLES = { "1": "up", "-1": "down", "0": "zero" };
const at = (id) => document.getElementById(id);
const sheet = document.querySelector(".sheet");
const dials = { low: at("low"), high: at("high"), beta: at("beta") };
const light = matchMedia("(prefers-color-scheme: light)");
const now = { group: DATA.groups[0], low: 0, high: 0, beta: 0, tied: true, turned: "low", theme: "", rule: "clip" };

function element(name, parent, attributes, text) {
  const isDrawn = parent.closest("svg");
  const made = isDrawn ? document.createElementNS("http://www.w3.org/2000/svg", name) : document.createElement(name);
  for (const key in attributes) made.setAttribute(key, attributes[key]);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}

function set(node, attributes) {
  for (const key in attributes) node.setAttribute(key, attributes[key]);
}

// -- The table: answers are rows; where they do not fit they are columns ---------------

let cells = {};

// What the chosen rule makes of the group; nothing for the clip, which has its dials.
function ruled() {
  return now.group.rules[now.rule];
}

function columns() {
  return ruled() ? RULE_COLUMNS : COLUMNS;
}

// The first of these layouts that has room is taken; measured, because fonts differ.
function layouts() {
  const tall = now.group.columns.map((per) => ({ name: "tall", per }));
  return [{ name: "wide" }, { name: "wide dense" }, ...tall];
}

function isCut() {
  return sheet.scrollWidth > sheet.clientWidth;
}

function layTable(layout) {
  const table = at("table");
  table.replaceChildren();
  table.className = `${layout.name} ${now.group.answers.length > 6 ? "many" : ""}`;
  cells = { mean: null };
  for (const key of columns()) cells[key] = [];
  if (layout.per) layColumns(table, layout.per);
  else layRows(table);
  now.group.answers.forEach(fillGiven);
}

function layRows(table) {
  const head = element("tr", element("thead", table));
  const body = element("tbody", table);
  element("td", head);
  for (const key of columns()) nameColumn(head, key, "col");
  now.group.answers.forEach((answer, i) => {
    const row = element("tr", body);
    nameAnswer(row, answer, "row");
    for (const key of columns()) cells[key][i] = element("td", row, { class: key });
  });
  const row = element("tr", body);
  element("th", row, { scope: "row", class: "answer" }, "mean");
  cells.mean = {};
  for (const key of columns()) cells.mean[key] = element("td", row);
}

function layColumns(table, per) {
  const indices = now.group.answers.map((_, i) => i);
  for (let start = 0; start < indices.length; start += per) {
    const part = indices.slice(start, start + per);
    const body = element("tbody", table);
    const head = element("tr", body, { class: "head" });
    element("td", head);
    for (const i of part) nameAnswer(head, now.group.answers[i], "col");
    for (const key of columns()) {
      const row = element("tr", body);
      nameColumn(row, key, "row");
      for (const i of part) cells[key][i] = element("td", row, { class: key });
    }
  }
}

function nameAnswer(row, answer, scope) {
  const name = element("span", element("th", row, { scope: scope, class: "answer" }));
  element("i", name, {}, "o");
  element("sub", name, {}, answer.number);
  name.append(" ");
  element("b", name, {}, answer.text);
}

function nameColumn(row, key, scope) {
  const head = document.querySelector(`template[data-head="${key}"]`);
  element("th", row, { scope: scope, class: "name" }).append(head.content.cloneNode(true));
}

function fillGiven(answer, i) {
  for (const key of ["old", "new", "ref", "reward", "ratio", "k3"]) cells[key][i].textContent = answer[key];
  element("span", cells.advantage[i], { class: `sign ${ROLES[answer.sign]}` });
  cells.advantage[i].append(answer.advantage);
  cells.advantage[i].className = (cells.value || cells.S)[i].className = ROLES[answer.sign];
  const bars = element("div", cells.bars[i], { class: "policies", "aria-hidden": "true" });
  for (const policy of ["old", "new", "ref"]) {
    element("span", bars, { class: policy }).style.width = `${now.group.bars[i][policy]}%`;
  }
}

function showTerms(answer, i) {
  if (ruled()) showRuled(answer, i, ruled().answers[i]);
  else showClipped(answer, i, stateOf(answer));
}

function showRuled(answer, i, its) {
  cells.weight[i].textContent = its.weight;
  cells.S[i].textContent = its.value;
  showPush(answer, i, its.gradient, answer.sign && !its.stopped);
}

function showClipped(answer, i, state) {
  for (const key of ["clippedRatio", "clipped", "value"]) cells[key][i].textContent = state[key];
  cells.unclipped[i].textContent = answer.unclipped;
  for (const key of ["unclipped", "clipped"]) cells[key][i].classList.toggle("lost", state.lost === key);
  cells.clip[i].replaceChildren();
  const clip = element("span", cells.clip[i], { class: state.binds ? "binds" : "" });
  element("span", clip, {}, state.binds ? "yes" : "no");
  showPush(answer, i, state.binds ? "bound" : "free", state.pushes);
}

function showPush(answer, i, key, pushes) {
  cells.gradient[i].replaceChildren();
  const lamp = { class: pushes ? "lamp on" : "lamp", role: "img", "aria-label": pushes ? "pushes" : "no push" };
  const push = element("div", cells.gradient[i], { class: "push" });
  element("span", push, lamp);
  element("span", push, {}, answer.gradient[key][now.beta]);
}

function stateOf(answer) {
  return answer.states[answer.state[now[answer.side]]];
}

// -- The pictures -----------------------------------------------------------------

function layPictures() {
  for (const name of ["up", "down"]) layMin(name);
  layScale("epsilon", DATA.epsilonAxis);
  layScale("beta-curve", DATA.betaAxis);
  for (const id of ["up", "down", "epsilon"]) at(`${id}-plot`).closest("figure").hidden = Boolean(ruled());
  at("weights").hidden = !ruled();
  if (ruled()) layWeights(now.group.weights, now.group.weights[now.rule]);
}

function layWeights(all, its) {
  const plot = at("weights-plot"), scale = plot.querySelector(".scale"), spots = plot.querySelector(".spots");
  set(plot.querySelector(".line"), { d: all.clip });
  for (const name of ["up", "down"]) set(plot.querySelector(`.curve.${name}`), { d: its[name] });
  scale.replaceChildren();
  for (const [x, text] of all.x) element("text", scale, { x: x, y: 170, "text-anchor": "middle" }, text);
  for (const [y, text] of all.y) element("text", scale, { x: 18, y: y, dy: "0.32em", "text-anchor": "end" }, text);
  spots.replaceChildren();
  for (const side of ["up", "down"]) {
    for (const spot of now.group.min[side].spots) markWeight(spots, spot, its.at[spot.answer], side === "up");
  }
}

function markWeight(spots, spot, [x, y], isUp) {
  const sign = now.group.answers[spot.answer].sign;
  const kind = ruled().answers[spot.answer].stopped ? "held" : "free";
  const mark = element("g", spots, { class: `${kind} ${sign ? ROLES[sign] : "zero-sign"}`, transform: `translate(${x} ${y})` });
  element("path", mark, { d: SHAPES[sign] });
  nameSpot(mark, spot, { y: isUp ? -10 : 24, "text-anchor": "middle" });
}

function nameSpot(mark, spot, place) {
  const name = element("text", mark, place);
  spot.name.forEach((part, n) => element("tspan", name, n % 2 ? { class: "sub", dy: 3 } : n ? { dy: -3 } : {}, part));
}

function layMin(name) {
  const plot = at(`${name}-plot`), its = now.group.min, isUp = name === "up";
  set(plot.querySelector(".line"), { d: its[name].line });
  const scale = plot.querySelector(".scale");
  scale.replaceChildren();
  const [start, end, label] = isUp ? [146, 154, 168] : [12, 20, 9];
  element("line", scale, { class: "tick", x1: its.unit, x2: its.unit, y1: start, y2: end });
  element("text", scale, { x: its.unit, y: label, "text-anchor": "middle" }, "1");
  element("text", scale, { x: 191, y: isUp ? 150 : 16, dy: "0.32em", "font-style": "italic" }, "ρ");
  for (const [y, text] of its[name].ticks) {
    element("line", scale, { class: "tick", x1: 22, x2: 26, y1: y, y2: y });
    element("text", scale, { x: 18, y: y, dy: "0.32em", "text-anchor": "end" }, text);
  }
  const spots = plot.querySelector(".spots");
  spots.replaceChildren();
  for (const spot of its[name].spots) {
    const mark = element("g", spots);
    element("path", mark, { d: SHAPES[now.group.answers[spot.answer].sign] });
    nameSpot(mark, spot, { y: spot.above ? -9 : 24, x: isUp ? -4 : 4, "text-anchor": isUp ? "start" : "end" });
  }
}

function showMin(name) {
  const plot = at(`${name}-plot`), its = now.group.min;
  const k = name === "up" ? now.high : now.low;
  const [left, right] = [its.low[now.low], its.high[now.high]];
  set(plot.querySelector(".range"), { d: `M${left} 16H${right}V150H${left}Z` });
  set(plot.querySelector(".cut"), { d: cutOff(its[name], k, name === "up") });
  set(plot.querySelector(".curve"), { d: its[name].curves[k] });
  its[name].spots.forEach((spot, n) => {
    const answer = now.group.answers[spot.answer];
    const [x, y] = spot.at[now[answer.side]];
    const kind = stateOf(answer).binds ? "held" : "free";
    const role = answer.sign ? ROLES[answer.sign] : "zero-sign";
    set(plot.querySelector(".spots").children[n], { class: `${kind} ${role}`, transform: `translate(${x} ${y})` });
  });
}

// What the clip takes away: between the flat part of the curve and the straight line.
function cutOff(its, k, isUp) {
  const [left, bend, right] = its.curves[k].slice(1).split("L"), [start, end] = its.line.slice(1).split("L");
  return isUp ? `M${bend}L${right}L${end}Z` : `M${left}L${bend}L${start}Z`;
}

function layScale(name, axis) {
  const scale = at(`${name}-plot`).querySelector(".scale");
  scale.replaceChildren();
  for (const [y, text] of now.group.heights.ticks) {
    element("text", scale, { x: 33, y: y, dy: "0.32em", "text-anchor": "end" }, text);
    if (text === "0") element("line", scale, { class: "zero", x1: 38, x2: 188, y1: y, y2: y });
    else element("line", scale, { class: "tick", x1: 38, x2: 43, y1: y, y2: y });
  }
  for (const [x, text] of axis.ticks) {
    element("line", scale, { class: "tick", x1: x, x2: x, y1: 146, y2: 154 });
    element("text", scale, { x: x, y: 169, "text-anchor": "middle" }, text);
  }
  if (axis.gap !== null) element("path", scale, { class: "gap", d: `M${axis.gap} 146V154` });
}

function showCurve(name, axis, heights, k) {
  const plot = at(`${name}-plot`);
  const points = heights.map((y, n) => `${axis.x[n]} ${y}`);
  const [near, far] = plot.querySelectorAll(".curve");
  set(near, { d: `M${points.slice(0, axis.inside).join("L")}` });
  set(far, { d: axis.gap === null ? "" : `M${points.slice(axis.last).join("L")}` });
  set(plot.querySelector(".thread"), { x1: axis.x[k], x2: axis.x[k], y1: heights[k] });
  set(plot.querySelector(".knob"), { cx: axis.x[k] });
  set(plot.querySelector(".dot"), { cx: axis.x[k], cy: heights[k] });
}

// -- What is turned ---------------------------------------------------------------

function show() {
  const group = now.group, place = ruled() ? ruled().sum : group.places[now.low][now.high];
  const sum = group.sums[place];
  group.answers.forEach(showTerms);
  if (cells.mean) {
    (cells.mean.value || cells.mean.S).textContent = sum.mean;
    cells.mean.k3.textContent = group.klMean;
  }
  at("surrogate").textContent = sum.surrogate;
  at("kl").textContent = group.kl;
  at("exact").textContent = group.exact;
  for (const node of document.querySelectorAll(".exact")) node.hidden = !group.exact;
  at("price").textContent = group.price[now.beta];
  at("objective").textContent = at("now-objective").textContent = sum.objective[now.beta];
  showMin("up");
  showMin("down");
  showEpsilon();
  showCurve("beta-curve", DATA.betaAxis, group.heights.y[place], now.beta);
  showDials();
  showNotes();
  remember();
  announce(`J is ${sum.objective[now.beta]}`);
}

function showEpsilon() {
  const { places, heights } = now.group;
  const along = {
    both: (k) => places[k][k],
    low: (k) => places[k][now.high],
    high: (k) => places[now.low][k],
  }[now.tied ? "both" : now.turned];
  const ys = DATA.epsilons.map((_, k) => heights.y[along(k)][now.beta]);
  showCurve("epsilon", DATA.epsilonAxis, ys, now[now.turned]);
  at("epsilon-kind").textContent = now.tied ? "" : now.turned;
}

function showDials() {
  const texts = { low: DATA.epsilons, high: DATA.epsilons, beta: DATA.betas };
  for (const name in dials) {
    const text = texts[name][now[name]];
    dials[name].value = now[name];
    dials[name].setAttribute("aria-valuetext", text);
    at(`${name}-value`).textContent = text;
  }
  dials.low.disabled = at("tied").disabled = Boolean(ruled());
  dials.high.disabled = now.tied || Boolean(ruled());
  at("rule").value = now.rule;
  at("tied").checked = now.tied;
  at("low-kind").textContent = now.tied ? "" : "low";
  at("group").value = now.group.key;
}

function showNotes() {
  const said = [...now.group.notes, DATA.rules.find((rule) => rule.key === now.rule).note].filter(Boolean);
  if (!ruled() && DATA.oneSided[now.low]) said.push("ε low is 1 or more: no ratio lies below the range, so A < 0 is never clipped.");
  if (at("notes").dataset.said === said.join()) return;
  at("notes").dataset.said = said.join();
  at("notes").replaceChildren();
  for (const text of said) element("li", at("notes"), {}, text);
}

let waiting;
function announce(text) {
  clearTimeout(waiting);
  waiting = setTimeout(() => { at("heard").textContent = text; }, 300);
}

function choose(group) {
  now.group = group;
  Object.assign(now, group.own, { tied: group.own.low === group.own.high, turned: "low" });
}

function redraw() {
  layPictures();
  for (const layout of layouts()) {
    layTable(layout);
    show();
    if (!isCut()) return;
  }
}

// A number may have become longer than its place.
function turned() {
  show();
  if (isCut()) redraw();
}

// -- The address holds the state, so that a link restores it -----------------------

function remember() {
  const state = new URLSearchParams({ group: now.group.key, low: DATA.epsilons[now.low] });
  if (!now.tied) state.set("high", DATA.epsilons[now.high]);
  state.set("beta", DATA.betas[now.beta]);
  if (ruled()) state.set("rule", now.rule);
  if (now.theme) state.set("theme", now.theme);
  at("alone").href = `#${state}`;
  try { history.replaceState(null, "", `#${state}`); } catch { /* a frame without an address */ }
}

function recall() {
  const state = new URLSearchParams(location.hash.slice(1));
  choose(DATA.groups.find((group) => group.key === state.get("group")) || DATA.groups[0]);
  const find = (name, steps) => steps.findIndex((text) => state.has(name) && Number(text) === Number(state.get(name)));
  const [low, high, beta] = [find("low", DATA.epsilons), find("high", DATA.epsilons), find("beta", DATA.betas)];
  if (low >= 0) Object.assign(now, { low: low, high: low, tied: true });
  if (high >= 0) Object.assign(now, { high: high, tied: false });
  if (beta >= 0) now.beta = beta;
  now.rule = state.get("rule") in now.group.rules ? state.get("rule") : "clip";
  now.theme = ["dark", "light"].includes(state.get("theme")) ? state.get("theme") : "";
  showTheme();
  redraw();
}

function showTheme() {
  if (now.theme) document.documentElement.dataset.theme = now.theme;
  else delete document.documentElement.dataset.theme;
  at("theme").textContent = isLight() ? "Dark theme" : "Light theme";
}

function isLight() {
  return now.theme ? now.theme === "light" : light.matches;
}

for (const name in dials) {
  dials[name].max = (name === "beta" ? DATA.betas : DATA.epsilons).map((_, k) => k).pop();
  dials[name].addEventListener("input", () => {
    now[name] = Number(dials[name].value);
    if (name === "low" && now.tied) now.high = now.low;
    if (name !== "beta") now.turned = name;
    turned();
  });
}
at("tied").addEventListener("change", () => {
  now.tied = at("tied").checked;
  if (now.tied) Object.assign(now, { high: now.low, turned: "low" });
  turned();
});
at("group").addEventListener("change", () => {
  choose(DATA.groups.find((group) => group.key === at("group").value));
  redraw();
});
at("rule").addEventListener("change", () => {
  now.rule = at("rule").value;
  redraw();
});
at("reset").addEventListener("click", () => { choose(now.group); turned(); });
at("theme").addEventListener("click", () => {
  now.theme = isLight() ? "dark" : "light";
  showTheme();
  remember();
});
light.addEventListener("change", showTheme);
addEventListener("hashchange", recall);
at("alone").hidden = self === top;
recall();
let room = sheet.clientWidth;
new ResizeObserver(() => {
  if (sheet.clientWidth === room) return;
  room = sheet.clientWidth;
  redraw();
}).observe(sheet);
document.fonts.ready.then(redraw);
// Where J itself is out of sight, it stands above.
new IntersectionObserver(([seen]) => { at("now").hidden = seen.isIntersecting; }).observe(at("objective"));
