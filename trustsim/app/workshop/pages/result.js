// What came out: the gap, the chart, the statement and where it holds, why; and what the room had guessed.

import { bars, histogram, lineChart, optionBars } from "./charts.js";
import { h, root, say, shown } from "./dom.js";

/** The arms with the colours in which they are drawn: those that were known are grey. */
function coloured(step, result) {
  const known = new Set((step.experiment?.arms || []).filter((arm) => arm.given).map((arm) => arm.id));
  let next = 0;
  return result.arms.map((arm) => ({ ...arm, colour: known.has(arm.id) ? "given" : `arm-${next++}` }));
}

/** The chart of a result; one's own drawing lies over it. */
export function resultChart(step, result, answer, height) {
  const label = `${result.outcome.label}, ${say("weeks", { first: result.outcome.window[0], last: result.outcome.window[1] })}`;
  const arms = coloured(step, result);
  if (step.experiment.shows !== "weeks") return bars(label, arms);
  const lines = arms.map((arm) => ({ ...arm.curve, label: arm.label, colour: arm.colour }));
  if (answer?.points) lines.push({ weeks: step.question.weeks, mean: answer.points, label: say("your_line"), colour: "mine guess" });
  return lineChart(result.outcome.label, lines, { height, marks: step.question?.kind === "draw" ? [step.question.from + 1] : [] });
}

/** The sentence of the gap, as large as it deserves. */
export function gapWords(gap) {
  if (!gap) return h("p", { class: "gap" }, say("no_guess"));
  return h("p", { class: `gap ${gap.right === true ? "hit" : gap.right === false ? "miss" : ""}` }, gap.says);
}

/** The statement, its size, and the readings of the evidence in which it holds. */
export function statement(result) {
  const { contrast, holds } = result;
  return h("section", { class: "statement" },
    h("p", { class: "claim" }, result.statement.text, "."),
    h("p", { class: "hint" }, say("difference", { value: shown(contrast.value), low: shown(contrast.low), high: shown(contrast.high) }), result.statement.prediction ? ` ${say("prediction")}` : ""),
    h("ul", { class: "holds", "aria-label": say("holds_in") }, holds.map((one) => h("li", { class: one.holds ? "yes" : "no" },
      h("span", { "aria-hidden": "true" }, one.holds ? "✓ " : "✗ "), say(`profile_${one.profile}`), ": ", say(one.holds ? "holds" : "holds_not")))));
}

/** Why, and the scenarios a click away. */
export function why(step, result) {
  const links = result.arms.filter((arm) => !arm.explore.endsWith("=baseline")).map((arm) => h("a", { href: `${root}/?${arm.explore}`, target: "_blank", rel: "noopener" }, arm.label));
  return h("section", { class: "why" },
    h("p", { class: "because" }, h("strong", {}, say("why")), " ", step.told.why),
    h("p", { class: "hint" }, say("explore"), " ", links.flatMap((link, n) => (n ? [" · ", link] : [link]))));
}

/** What the room guessed, with what was right where that is known. */
export function spreadChart(step, spread, mine, height) {
  if (!spread || !spread.answers) return h("p", { class: "hint" }, say("nobody_yet"));
  if (spread.kind === "choose") return optionBars(spread.options, { right: spread.right, mine: mine?.choice, answers: spread.answers });
  if (spread.kind === "number") return histogram(say("room_guesses"), spread, step.question.unit);
  return drawn(step, spread, height);
}

function drawn(step, spread, height) {
  const lines = spread.curves.map((mean) => ({ weeks: spread.weeks, mean, colour: "faint", label: "" }));
  const band = { weeks: spread.weeks, mean: spread.bands.half, low: spread.bands.quarter, high: spread.bands.three_quarters, colour: "arm-2", label: say("room_middle") };
  const truth = spread.truth && { weeks: spread.weeks, mean: spread.truth, colour: "arm-0", label: say("model") };
  const named = [band, truth].filter(Boolean);
  const figure = lineChart(say("room_guesses"), [...lines, ...named], { ends: [step.question.low, step.question.high], height });
  figure.querySelectorAll(".keys .faint").forEach((key) => key.remove());
  figure.querySelector(".numbers")?.remove();
  return figure;
}

/** Everything that is told after the reveal. */
export function result(step, { alone }) {
  if (!step.result) return [h("h2", {}, say("result")), h("p", { class: "working", role: "status" }, say("working"))];
  const others = alone ? null : h("section", {}, h("h3", {}, say("room_said")), spreadChart(step, step.spread, step.answer));
  return [h("h2", {}, say("result")), gapWords(step.gap), resultChart(step, step.result, step.answer), why(step, step.result), statement(step.result), others];
}
