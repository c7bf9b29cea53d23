// A company to lead: levers with their price, what came of each try, and what the other teams did.

import { lineChart, teamChart } from "./charts.js";
import { button, h, part, root, say, shown } from "./dom.js";

/** Draw the parts of a step with levers; returns their names. ``call`` sends to the room. */
export function play(page, view, call) {
  const now = view.step, revealed = view.phase === "revealed", locked = view.phase !== "open";
  part(page, "goal", [now.id, now.budget], () => goal(now));
  part(page, "levers", [now.id, locked, now.hidden, now.budget], () => levers(view, call, locked));
  part(page, "tries", [now.id, now.tries], () => tries(now));
  const parts = ["goal", "levers", "tries"];
  if (revealed && now.teams && !view.alone) {
    part(page, "teams", [now.id, now.teams], () => h("section", { class: "card" }, teams(now)));
    parts.push("teams");
  }
  return parts;
}

function goal(now) {
  const { goal: wanted } = now.play;
  return h("p", { class: "goal-words" }, wanted.demands ? say("goal_words", { label: wanted.label, other: now.play.compare }) : say("no_goal", { label: wanted.label }),
    now.budget ? ` ${say("budget_words", { budget: shown(now.budget) })}` : "");
}

function levers(view, call, locked) {
  const now = view.step, hidden = new Set(now.hidden || []);
  const all = now.play.levers.filter((lever) => !hidden.has(lever.id));
  const set = Object.fromEntries(all.map((lever) => [lever.id, now.answer?.levers?.[lever.id] ?? (lever.switch ? false : lever.start)]));
  const total = h("output", { class: "total" }), wrong = h("p", { class: "wrong", role: "alert" });
  const run = button(say("run"), async () => {
    run.disabled = true;
    const moved = Object.fromEntries(all.filter((lever) => set[lever.id] !== (lever.switch ? false : lever.start)).map((lever) => [lever.id, set[lever.id]]));
    wrong.textContent = await call("answer", { step: now.id, answer: { levers: moved } });
    run.disabled = false;
  }, { class: "main", disabled: locked });
  const price = (lever) => lever.cost * (lever.switch ? Number(set[lever.id]) : Math.abs(set[lever.id] - lever.start) / (lever.high - lever.low));
  const count = () => {
    const cost = all.reduce((sum, lever) => sum + price(lever), 0);
    total.textContent = say(now.budget ? "spent_of" : "spent", { cost: shown(cost), budget: shown(now.budget || 0) });
    total.classList.toggle("over-budget", Boolean(now.budget) && cost > now.budget + 1e-9);
  };
  const rows = all.map((lever) => (lever.switch ? switch_ : slider)(lever, set, price, count, locked));
  const back = button(say("levers_back"), () => {
    for (const lever of all) set[lever.id] = lever.switch ? false : lever.start;
    rows.forEach((row) => row.refresh());
    count();
  }, { disabled: locked });
  count();
  return h("section", { class: "card levers", "aria-label": say("levers") }, rows.map((row) => row.element),
    h("div", { class: "spend" }, total, wrong, h("div", { class: "row" }, run, back)), locked && h("p", { class: "hint" }, say("levers_locked")));
}

function slider(lever, set, price, count, locked) {
  const cost = h("span", { class: "price" }), id = `lever-${lever.id}`;
  const input = h("input", { type: "range", id, min: lever.low, max: lever.high, step: lever.step, disabled: locked, "aria-describedby": `${id}-help`, oninput: () => { set[lever.id] = near(Number(input.value)); refresh(); count(); } });
  // a lever that is put back to where it stood has not been moved
  const near = (value) => (Math.abs(value - lever.start) < lever.step / 2 ? lever.start : value);
  const stood = (lever.start - lever.low) / (lever.high - lever.low);
  const refresh = () => {
    input.value = set[lever.id];
    input.setAttribute("aria-valuetext", shown(set[lever.id]));
    cost.textContent = price(lever) ? say("points", { cost: shown(price(lever)) }) : "";
    element.classList.toggle("moved", set[lever.id] !== lever.start);
  };
  const element = h("div", { class: "lever" }, h("div", { class: "lever-head" }, h("label", { for: id }, lever.label), cost),
    h("div", { class: "track", style: `--at:${stood}` }, input), h("p", { class: "ends", "aria-hidden": "true" }, lever.ends.map((end) => h("span", {}, end))),
    h("p", { class: "hint", id: `${id}-help` }, lever.help));
  refresh();
  return { element, refresh };
}

function switch_(lever, set, price, count, locked) {
  const id = `lever-${lever.id}`;
  const input = h("input", { type: "checkbox", id, disabled: locked, "aria-describedby": `${id}-help`, onchange: () => { set[lever.id] = input.checked; refresh(); count(); } });
  const cost = h("span", { class: "price" });
  const refresh = () => {
    input.checked = set[lever.id];
    cost.textContent = say("points", { cost: shown(lever.cost) });
    element.classList.toggle("moved", set[lever.id]);
  };
  const element = h("div", { class: "lever switch" }, h("div", { class: "lever-head" }, input, h("label", { for: id }, lever.label), cost), h("p", { class: "hint", id: `${id}-help` }, lever.help));
  refresh();
  return { element, refresh };
}

// ------------------------------------------------------------------------------------------------ what came of it

function tries(now) {
  if (!now.tries?.length) return h("p", { class: "hint" }, say("no_tries"));
  const [latest] = now.tries, done = now.tries.filter((one) => one.state === "done");
  return h("section", { class: "card tries" }, h("h2", {}, say("came_of_it")),
    latest.state === "waiting" && h("p", { class: "working", role: "status" }, say("working")),
    latest.state === "failed" && h("p", { class: "wrong", role: "alert" }, latest.says),
    done.length ? [verdict(done[0].played), triedChart(done[0].played), others(done[0].played), h("p", { class: "hint" }, h("a", { href: `${root}/?${done[0].played.explore}`, target: "_blank", rel: "noopener" }, say("explore_this")))] : null,
    done.length > 1 && h("details", {}, h("summary", {}, say("all_tries")), h("ol", { class: "past" }, done.map((one) => h("li", {}, told(one))))));
}

function told(one) {
  const { played } = one;
  const words = say("try_words", { value: shown(played.value), cost: shown(played.cost) });
  return played.goal.wanted === null ? words : `${words} ${say(played.reached && played.within_budget ? "try_reached" : "try_short")}`;
}

function verdict(played) {
  if (played.goal.wanted === null) return h("p", { class: "gap" }, say("value_words", { value: shown(played.value), low: shown(played.low), high: shown(played.high) }));
  const key = !played.reached ? "goal_missed" : played.within_budget ? "goal_reached" : "goal_over";
  return h("p", { class: `gap ${key === "goal_reached" ? "hit" : "miss"}`, role: "status" },
    say(key, { value: shown(played.value), wanted: shown(played.goal.wanted), cost: shown(played.cost) }), played.just ? ` ${say("just")}` : "");
}

/** The curve of a try beside the company left alone and the one beside it. */
export function triedChart(played) {
  const colours = { mine: "mine", alone: "arm-3", beside: "given" };
  const lines = played.curves.map((curve) => ({ ...curve, colour: colours[curve.id] })).reverse();
  return lineChart(played.goal.label, lines, { goal: played.goal.wanted });
}

function others(played) {
  if (!played.others.length) return null;
  const words = { lower: "verdict_lower", higher: "verdict_higher", same: "verdict_same", open: "verdict_open" };
  return h("ul", { class: "others" }, played.others.map((one) => h("li", {}, h("span", {}, one.label), " ", h("strong", {}, shown(one.value)), " ", say(words[one.verdict], { beside: shown(one.beside) }))));
}

/** Every team's best way, or its last where none has reached the goal: on one chart, and in order. */
export function teams(now) {
  const rows = now.teams.map((row) => ({ row, one: row.best || row.last })).filter(({ one }) => one?.played).map(({ row, one }, n) => ({
    name: row.team || one.by, cost: one.cost, value: one.played.value, reached: Boolean(row.best), colour: `arm-${n % 5}`, goal: one.played.goal,
  }));
  if (!rows.length) return h("p", { class: "hint" }, say("no_tries"));
  const wanted = rows[0].goal.wanted;
  return [h("h2", {}, say("teams_title")), teamChart(rows[0].goal.label, rows, wanted, now.budget),
    h("ol", { class: "ranking" }, rows.map((row) => h("li", { class: `key ${row.colour}` }, h("strong", {}, row.name), " ", say("rank_words", { cost: shown(row.cost), value: shown(row.value) }), wanted === null || row.reached ? "" : ` ${say("try_short")}`)))];
}

