// What the trainer sets: teams, levers, budget, the door; who is in; and the files to keep.

import { ask } from "./api.js";
import { button, h, root, say, shown } from "./dom.js";

/** Who is in the room, and who has answered. */
export function people(view, command) {
  const here = view.people.filter((one) => !one.left);
  const asks = view.step && view.step.kind !== "tell";
  const row = (one) => h("tr", {},
    h("th", { scope: "row" }, h("span", { class: `presence ${one.here ? "here" : ""}`, "aria-hidden": "true" }), one.name, h("span", { class: "unseen" }, one.here ? "" : ` (${say("away")})`)),
    h("td", {}, view.teams.length ? teamChoice(view, one, command) : ""),
    h("td", {}, asks ? (one.answered ? "✓" : "…") : "", h("span", { class: "unseen" }, asks ? say(one.answered ? "has_answered" : "not_answered") : "")),
    h("td", {}, button("×", () => window.confirm(say("remove_sure", { name: one.name })) && command("remove", { participant: one.id }), { class: "small", "aria-label": say("remove", { name: one.name }) })));
  return h("section", { class: "card people" }, h("h2", {}, say("people", { n: here.length })),
    here.length ? h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("people", { n: here.length }) }, h("table", {}, h("tbody", {}, here.map(row)))) : h("p", { class: "hint" }, say("nobody")));
}

function teamChoice(view, one, command) {
  return h("select", { "aria-label": say("team_of", { name: one.name }), onchange: (event) => command("team", { participant: one.id, team: event.target.value }) },
    ["", ...view.teams.map((team) => team.team)].map((team) => h("option", { value: team, selected: team === one.team }, team || "–")));
}

/** Teams, budget, levers, the door. */
export function settings(view, command, room) {
  const number = h("input", { type: "number", id: "teams", min: 0, max: 12, value: view.teams.length, class: "short" });
  const rehearsal = h("input", { type: "number", id: "rehearse", min: 1, max: 40, value: 12, class: "short" });
  return h("section", { class: "card settings" }, h("h2", {}, say("settings")),
    h("p", { class: "field" }, h("label", { for: "teams" }, say("teams_number")), number, button(say("set"), () => command("teams", { number: Number(number.value) }))),
    view.step?.play ? playSettings(view, command) : h("p", { class: "hint" }, say("levers_later")),
    h("label", { class: "check" }, h("input", { type: "checkbox", checked: view.settings.joining, onchange: (event) => command("joining", { open: event.target.checked }) }), h("span", {}, say("joining"))),
    h("p", { class: "field" }, h("label", { for: "rehearse" }, say("rehearse")), rehearsal, button(say("go"), () => command("rehearse", { participants: Number(rehearsal.value) }))),
    h("div", { class: "row" }, button(say("new_code"), () => command("new_code")), button(say("another_room"), () => another(room)), button(say("reset_room"), () => window.confirm(say("reset_room_sure")) && command("reset_room"))));
}

function playSettings(view, command) {
  const hidden = new Set(view.settings.hidden);
  const budget = h("input", { type: "number", id: "budget", min: 0, step: 1, value: view.step.budget ?? 0, class: "short" });
  const toggle = (id, shown_) => {
    const now = new Set(hidden);
    if (shown_) now.delete(id); else now.add(id);
    command("hide", { levers: [...now] });
  };
  return h("div", {}, h("p", { class: "field" }, h("label", { for: "budget" }, say("budget_points")), budget, button(say("set"), () => command("budget", { amount: Number(budget.value) })), button(say("lessons_own"), () => command("budget", { amount: null }))),
    h("fieldset", {}, h("legend", {}, say("levers_shown")), view.step.play.levers.map((lever) => h("label", { class: "check" },
      h("input", { type: "checkbox", checked: !hidden.has(lever.id), onchange: (event) => toggle(lever.id, event.target.checked) }), h("span", {}, lever.label)))));
}

async function another(room) {
  const found = await ask("POST", `/rooms/${room}/rooms`, {});
  window.open(found.links.console, "_blank", "noopener");
}

/** What to keep, to print and to read aloud; links for others. */
export function sheet(view, room) {
  const file = (name, key) => h("li", {}, h("a", { href: `${root}/workshop/api/rooms/${room}/${name}`, target: "_blank", rel: "noopener" }, say(key)));
  const copy = (key, link) => h("li", {}, button(say(key), (event) => copied(event.target, link)));
  return h("section", { class: "card" }, h("h2", {}, say("files")),
    h("ul", { class: "plain" }, file("debrief.html", "file_debrief"), file("answers.csv", "file_csv"), file("session.json", "file_session"), file("paper.html", "file_paper"), file("read-aloud.html", "file_aloud")),
    h("ul", { class: "plain" }, copy("copy_console", view.links.console), copy("copy_projector", view.links.projector)),
    h("p", { class: "hint" }, say("kept_for", { days: shown(view.kept.days) })));
}

async function copied(place, link) {
  try {
    await navigator.clipboard.writeText(link);
    place.textContent = say("copied");
  } catch (error) {
    window.prompt(say("copy_by_hand"), link);
  }
}

/** Who moved which lever, and how far. */
export function leverTable(rows) {
  if (!rows?.length) return null;
  const heads = ["lever", "stood", "least", "most", "middle", "touched"];
  const cell = (row, key) => (row.touched === 0 && key !== "start" ? "–" : row.switch ? say(row[key] ? "on" : "off") : shown(row[key]));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("lever_table") }, h("table", {}, h("caption", {}, say("lever_table")),
    h("thead", {}, h("tr", {}, heads.map((key) => h("th", { scope: "col" }, say(`table_${key}`))))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.label), h("td", {}, cell(row, "start")), h("td", {}, cell(row, "min")), h("td", {}, cell(row, "max")), h("td", {}, row.switch ? "" : cell(row, "mean")), h("td", {}, row.touched))))));
}
