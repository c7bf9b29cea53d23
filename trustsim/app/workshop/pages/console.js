// The trainer's page: what the room sees, who is in, who has answered, and the pace.

import { ask, follow, memory, Refused } from "./api.js";
import { announce, button, h, head, keepOnly, part, say, screen, shown } from "./dom.js";
import { question, stepResult } from "./projector.js";
import { people, settings, sheet } from "./settings.js";
import { enter } from "./secret.js";

/** The console of a room. */
export async function console_(room) {
  head(say("console"));
  const who = await enter(room);
  if (who !== "trainer") return screen(h("section", { class: "card narrow" }, h("h1", {}, say("console")), h("p", { class: "wrong", role: "alert" }, say("no_secret"))));
  const left = h("div", { class: "console-left" }), middle = h("div", { class: "console-middle" }), right = h("div", { class: "console-right" });
  const bar = h("div", { class: "console-bar" });
  screen(h("div", { class: "console" }, bar, left, middle, right));
  let view = null;

  const command = async (name, content = {}) => {
    try {
      return await ask("POST", `/rooms/${room}/command`, { command: name, ...content });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      announce(error.message);
      part(bar, "wrong", error.message, () => h("p", { class: "wrong", role: "alert" }, error.message));
      return null;
    }
  };
  const paced = (name, content = {}) => command(name, { ...content, seen: view.pace });

  await follow(`/rooms/${room}/console`, undefined, (fresh) => {
    view = fresh;
    head(`${view.title || view.lesson.title}`, h("span", { class: "me" }, say("console")));
    part(bar, "pace", [view.commands, view.answered, view.joined, view.at, view.phase], () => paceBar(view, paced));
    keepOnly(bar, ["pace"]);
    part(left, "steps", [view.at, view.ready, view.lesson, script()], () => stepList(view, paced));
    part(left, "door", [view.code, view.links.join], () => door(view, room));
    part(middle, "step", [view.at, view.phase, view.step], () => now(view));
    part(right, "people", [view.people, view.at, view.step?.kind], () => people(view, command));
    part(right, "settings", [view.settings, view.teams.length, view.step?.id, view.phase], () => settings(view, command, room));
    part(right, "sheet", [view.links, view.kept, view.rehearsing], () => sheet(view, room));
  });
}

// the script that this trainer plays; steps that it leaves out are skipped by Next
const script = () => memory.get("script") || 90;
const played = (step) => !step.scripts || step.scripts.includes(script());

/** Go on to the next step of the script. */
function next(view, paced) {
  const follows = view.lesson.steps.findIndex((step, n) => n > view.at && played(step));
  return follows < 0 ? paced("finish") : paced("goto", { step: view.lesson.steps[follows].id });
}

function paceBar(view, paced) {
  const can = new Set(view.commands);
  const last = !view.lesson.steps.some((step, n) => n > view.at && played(step));
  const words = { start: "begin", lock: "lock", unlock: "unlock", reveal: "reveal", next: last ? "finish" : "next", back: "back", reset: "reset" };
  // what usually comes next is the large one
  const order = ["start", "lock", "reveal", "next"];
  const main = order.find((name) => can.has(name) && !(name === "lock" && view.step?.play && view.answered === 0));
  const buttons = ["back", "start", "unlock", "lock", "reveal", "next", "reset"].filter((name) => can.has(name))
    .map((name) => button(say(words[name]), () => pressed(name, view, paced), { class: name === main ? "main" : "" }));
  const asks = view.step && view.step.kind !== "tell";
  return h("div", { class: "row" }, h("p", { class: "count", role: "status" },
    asks ? [h("strong", {}, view.answered), ` ${say("of_answered", { joined: view.joined })}`] : [h("strong", {}, view.joined), ` ${say("are_in")}`]),
    h("div", { class: "row grow", role: "group", "aria-label": say("pace") }, buttons));
}

function pressed(name, view, paced) {
  if (name === "next" || name === "start") return next(view, paced);
  if (name !== "reset") return paced(name);
  return window.confirm(say("reset_sure")) ? paced("reset", { step: view.step.id }) : null;
}

function stepList(view, paced) {
  const item = (step, n) => h("li", { class: `${n === view.at ? "now" : n < view.at ? "done" : ""}${played(step) ? "" : " out"}` },
    button(`${step.title} (${shown(step.minutes)}’)`, () => paced("goto", { step: step.id }), { "aria-current": n === view.at ? "step" : false }));
  const choice = h("select", { id: "script", onchange: (event) => { memory.set("script", Number(event.target.value)); redraw(); } },
    [30, 60, 90].map((minutes) => h("option", { value: minutes, selected: minutes === script() }, say("minutes", { minutes }))));
  const redraw = () => document.querySelector('[data-part="steps"]').replaceChildren(stepList(view, paced));
  const ready = view.ready.failed.length ? say("failed", { steps: view.ready.failed.join(", ") }) : view.ready.done < view.ready.of ? say("ready", view.ready) : say("all_ready");
  return h("nav", { class: "card step-list", "aria-label": say("steps") }, h("h2", {}, view.lesson.title),
    h("p", { class: "field" }, h("label", { for: "script" }, say("script")), choice), h("ol", {}, view.lesson.steps.map(item)), h("p", { class: "hint" }, ready));
}

function door(view, room) {
  return h("section", { class: "card door" }, h("h2", {}, say("join_here")), h("p", { class: "code-large" }, view.code),
    h("p", {}, h("a", { href: view.links.join, target: "_blank", rel: "noopener" }, view.links.join)),
    h("details", {}, h("summary", {}, say("qr")), h("img", { src: `${document.documentElement.dataset.root}/workshop/api/rooms/${room}/join.svg`, alt: say("qr_alt", { link: view.links.join }), class: "qr" })),
    h("p", {}, h("a", { href: view.links.projector, target: "_blank", rel: "noopener" }, say("open_projector"))));
}

function now(view) {
  if (view.at < 0) return h("section", { class: "card" }, h("h1", {}, say("lobby_title")), h("p", {}, say("lobby_text")), h("ul", { class: "names" }, view.people.filter((one) => !one.left).map((one) => h("li", {}, one.name))));
  if (!view.step) return h("section", { class: "card" }, h("h1", {}, say("end_title")), h("p", {}, say("end_trainer")));
  const step = view.step, told = step.told || {};
  return h("section", { class: "card" }, h("p", { class: "over" }, `${say("step_of", { n: view.at + 1, of: view.of })} · ${say(`phase_${view.phase}`)}`),
    h("h1", {}, step.title), h("p", { class: "big-idea" }, step.idea), step.text.map((text) => h("p", {}, text)), question(step),
    notes(told, view.phase), stepResult(view, { trainer: true }));
}

function notes(told, phase) {
  const rows = [["ask_the_room", told.ask_the_room], ["surprise", told.surprise], ["why", told.why]].filter(([, text]) => text);
  if (!rows.length) return null;
  return h("details", { class: "notes", open: phase !== "open" }, h("summary", {}, say("notes")), h("dl", {}, rows.map(([key, text]) => [h("dt", {}, say(key)), h("dd", {}, text)])));
}
