// The wall: large type, one thing at a time. Before the reveal it shows nothing that anybody has answered.

import { follow } from "./api.js";
import { h, head, keepOnly, part, say, screen } from "./dom.js";
import { leverTable } from "./settings.js";
import { teams } from "./play.js";
import { resultChart, spreadChart, statement } from "./result.js";
import { enter } from "./secret.js";

/** The projector's page of a room. */
export async function projector(room) {
  head(say("projector"));
  if (!(await enter(room))) return screen(h("section", { class: "card narrow" }, h("h1", {}, say("projector")), h("p", { class: "wrong", role: "alert" }, say("no_secret"))));
  document.documentElement.classList.add("wall");
  const page = h("div", { class: "page" });
  screen(page);
  const qr = `${document.documentElement.dataset.root}/workshop/api/rooms/${room}/join.svg`;
  await follow(`/rooms/${room}/projector`, undefined, (view) => {
    head(view.title || view.lesson.title, h("span", { class: "me" }, say("join_with", { code: view.code })));
    part(page, "now", [view.at, view.phase, view.step, view.joined, view.teams, view.code, view.step ? view.answered : 0], () => shown_(view, qr));
    keepOnly(page, ["now"]);
  });
}

function shown_(view, qr) {
  if (view.at < 0) return lobby(view, qr);
  if (!view.step) return h("section", { class: "card" }, h("h1", {}, say("end_title")), h("p", { class: "story" }, say("end_text")), h("p", {}, say("honest")));
  const step = view.step, revealed = view.phase === "revealed", asks = step.kind !== "tell";
  return h("section", { class: "card" }, h("p", { class: "over" }, `${say("step_of", { n: view.at + 1, of: view.of })}${asks && !revealed ? ` · ${say("answered_of", view)}` : ""}`),
    h("h1", {}, step.title), revealed ? null : [h("p", { class: "big-idea" }, step.idea), step.text.map((text) => h("p", {}, text)), question(step)],
    asks && !revealed && meter(view), revealed ? stepResult(view, {}) : null);
}

function lobby(view, qr) {
  return h("section", { class: "card lobby" }, h("div", {}, h("h1", {}, view.lesson.title), h("p", { class: "story" }, view.lesson.story),
    h("p", {}, say("join_at")), h("p", { class: "join-link" }, view.link), h("p", { class: "code-large" }, view.code),
    h("p", { class: "count", role: "status" }, h("strong", {}, view.joined), ` ${say("are_in")}`),
    view.teams.length ? h("ul", { class: "team-list" }, view.teams.map((team) => h("li", {}, h("strong", {}, team.team), " ", team.members.join(", ")))) : null),
    h("img", { src: qr, alt: say("qr_alt", { link: view.link }), class: "qr" }));
}

function meter(view) {
  const share = view.joined ? view.answered / view.joined : 0;
  return h("div", { class: "meter", role: "img", "aria-label": say("answered_of", view) }, h("span", { style: `width:${100 * share}%` }));
}

/** The question, as everybody reads it. */
export function question(step) {
  if (!step.question) return null;
  return h("div", { class: "asked" }, h("p", { class: "ask" }, step.question.ask), step.question.options && h("ul", { class: "plain-options" }, step.question.options.map((option) => h("li", {}, option.text))));
}

/** What came out, and what the room had guessed; the trainer sees the guesses before the reveal too. */
export function stepResult(view, { trainer }) {
  const step = view.step;
  if (step.play) return h("div", {}, step.teams ? teams(step) : null, trainer ? leverTable(step.levers) : null);
  if (!step.question) return null;
  const wall = document.documentElement.classList.contains("wall"), secret = trainer && view.phase !== "revealed";
  const height = wall ? Math.round(Math.min(420, 0.32 * window.innerHeight)) : 260;
  const guessed = (trainer || view.phase === "revealed") && h("section", {}, h("h2", {}, say("room_said")), spreadChart(step, step.spread, null, height));
  if (!step.result) return h("div", {}, guessed, view.phase === "revealed" ? h("p", { class: "working" }, say("working")) : null);
  const drawn = h("section", {}, h("h2", {}, say(secret ? "result_yours" : "result")), resultChart(step, step.result, null, height));
  const told = h("div", { class: "beside" }, step.told?.why && h("p", { class: "because" }, h("strong", {}, say("why")), " ", step.told.why), statement(step.result));
  if (secret) return h("div", {}, guessed, h("details", {}, h("summary", {}, say("peek")), drawn, told));
  return h("div", { class: "outcome" }, h("div", { class: "beside" }, guessed, drawn), told);
}
