// Charts as plain SVG: light enough for forty phones, sharp on a wall, and with their numbers in a table.

import { h, s, say, shown } from "./dom.js";

const EDGE = { left: 44, right: 12, top: 12, bottom: 30 };

/** A chart that is drawn for the width that it has, and again when that changes. */
export function chart(label, draw, table) {
  const place = h("div", { class: "chart", role: "img", "aria-label": label });
  let width = 0;
  new ResizeObserver(() => {
    const now = Math.round(place.clientWidth);
    if (now && now !== width) {
      width = now;
      place.replaceChildren(draw(width));
    }
  }).observe(place);
  const numbers = table && h("details", { class: "numbers" }, h("summary", {}, say("numbers")), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": say("numbers") }, table()));
  return h("figure", {}, h("figcaption", {}, label), place, numbers);
}

/** A straight scale from values to pixels. */
export function scale(low, high, from, to) {
  const factor = (to - from) / (high - low || 1);
  const there = (value) => from + (value - low) * factor;
  there.back = (pixel) => low + (pixel - from) / factor;
  return there;
}

/** Round ends and steps for an axis. */
function ticks(low, high, many = 4) {
  const rough = (high - low || 1) / many, power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= rough - 1e-12);
  const found = [];
  for (let tick = Math.ceil(low / step - 1e-9) * step; tick <= high + 1e-9 * step; tick += step) found.push(Number(tick.toPrecision(10)));
  return found;
}

const path = (points) => points.map(([x, y], n) => `${n ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");

/** An empty plot of weeks: its scales, and the SVG to put lines on. */
export function weeksPlot(width, height, [first, last], [low, high], marks = []) {
  const x = scale(first, last, EDGE.left, width - EDGE.right), y = scale(low, high, height - EDGE.bottom, EDGE.top);
  const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" });
  for (const value of ticks(low, high)) {
    svg.append(s("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value), class: "grid" }),
      s("text", { x: EDGE.left - 6, y: y(value) + 4, class: "tick end" }, shown(value)));
  }
  for (const week of [first, ...[26, 52, 78, 104].filter((week) => week > first + 8 && week <= last)]) {
    svg.append(s("text", { x: x(week), y: height - 10, class: "tick middle" }, week === first ? say("week_one", { week }) : week));
  }
  for (const mark of marks) svg.append(s("line", { x1: x(mark), x2: x(mark), y1: EDGE.top, y2: height - EDGE.bottom, class: "mark" }));
  return { svg, x, y };
}

/** A line with its interval on a plot. */
export function addLine({ svg, x, y }, line) {
  const points = line.weeks.map((week, n) => [x(week), y(line.mean[n])]).filter((_, n) => line.mean[n] !== null);
  if (line.low) {
    const up = line.weeks.map((week, n) => [x(week), y(line.high[n] ?? line.mean[n])]);
    const down = line.weeks.map((week, n) => [x(week), y(line.low[n] ?? line.mean[n])]).reverse();
    svg.append(s("path", { d: `${path([...up, ...down])}Z`, class: `band ${line.colour}` }));
  }
  svg.append(s("path", { d: path(points), class: `line ${line.colour}` }));
}

/** The range of some lines, with a margin, and no less than ``least``. */
function reach(lines, least = 0.1) {
  const values = lines.flatMap((line) => [...line.mean, ...(line.low || []), ...(line.high || [])]).filter((value) => value !== null && value !== undefined);
  let low = Math.min(...values), high = Math.max(...values);
  const lack = Math.max(0, least - (high - low)), margin = 0.06 * (high - low + lack);
  low -= lack / 2 + margin;
  high += lack / 2 + margin;
  return [low, high];
}

const keys = (lines) => h("p", { class: "keys" }, lines.map((line) => h("span", { class: `key ${line.colour}` }, line.label)));

/** Curves over the weeks. ``window`` marks the weeks that count. */
export function lineChart(label, lines, { marks = [], ends, goal, height = 260 } = {}) {
  const first = lines[0].weeks[0], last = Math.max(...lines.map((line) => line.weeks.at(-1)));
  const draw = (width) => {
    const plot = weeksPlot(width, height, [first, last], ends || reach(lines), marks);
    if (goal !== undefined && goal !== null) {
      plot.svg.append(s("line", { x1: plot.x(first), x2: plot.x(last), y1: plot.y(goal), y2: plot.y(goal), class: "goal" }));
    }
    for (const line of lines) addLine(plot, line);
    return plot.svg;
  };
  const table = () => {
    const weeks = lines[0].weeks.filter((week, n) => n % 13 === 0 || n === lines[0].weeks.length - 1);
    const at = (line, week) => line.mean[line.weeks.indexOf(week)];
    return h("table", {}, h("thead", {}, h("tr", {}, h("th", { scope: "col" }, say("week")), lines.map((line) => h("th", { scope: "col" }, line.label)))),
      h("tbody", {}, weeks.map((week) => h("tr", {}, h("th", { scope: "row" }, week), lines.map((line) => h("td", {}, shown(at(line, week))))))));
  };
  return h("div", {}, chart(label, draw, table), keys(lines));
}

/** A bar an arm, each with its value and interval. */
export function bars(label, arms) {
  const top = 1.04 * Math.max(...arms.map((arm) => arm.high ?? arm.value));
  const low = Math.min(0, ...arms.map((arm) => arm.low ?? arm.value));
  const share = (value) => `${(100 * (value - low)) / (top - low)}%`;
  return h("figure", { class: "bars" }, h("figcaption", {}, label), arms.map((arm) => h("div", { class: `bar ${arm.colour}` },
    h("span", { class: "bar-label" }, arm.label), h("span", { class: "bar-track", "aria-hidden": "true" },
      h("span", { class: "bar-fill", style: `width:${share(arm.value)}` }),
      h("span", { class: "bar-interval", style: `left:${share(arm.low)};width:calc(${share(arm.high)} - ${share(arm.low)})` })),
    h("span", { class: "bar-value" }, h("strong", {}, shown(arm.value)), ` (${say("to", { low: shown(arm.low), high: shown(arm.high) })})`))));
}

/** How often each option was chosen; the right one is marked once it is known, and one's own. */
export function optionBars(options, { right, mine, answers }) {
  return h("ul", { class: "options-spread" }, options.map((option) => {
    const marks = [option.id === right && say("right_mark"), option.id === mine && say("mine_mark")].filter(Boolean);
    return h("li", { class: option.id === right ? "right" : "" },
      h("span", { class: "bar-label" }, option.text, marks.map((mark) => h("em", {}, ` ${mark}`))),
      h("span", { class: "bar-track", "aria-hidden": "true" }, h("span", { class: "bar-fill", style: `width:${answers ? (100 * option.count) / answers : 0}%` })),
      h("span", { class: "bar-value" }, h("strong", {}, option.count)));
  }));
}

/** The numbers that a room guessed, as columns, with the true one. */
export function histogram(label, spread, unit) {
  const most = Math.max(1, ...spread.bins.map((bin) => bin.count));
  const height = 200;
  const draw = (width) => {
    const ends = [spread.bins[0].low, spread.bins.at(-1).high];
    const x = scale(...ends, EDGE.left, width - EDGE.right), y = scale(0, most, height - EDGE.bottom, EDGE.top + 14);
    const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" });
    for (const bin of spread.bins) {
      svg.append(s("rect", { x: x(bin.low) + 1, width: Math.max(1, x(bin.high) - x(bin.low) - 2), y: y(bin.count), height: y(0) - y(bin.count), class: "column" }));
      if (bin.count) svg.append(s("text", { x: (x(bin.low) + x(bin.high)) / 2, y: y(bin.count) - 4, class: "tick middle" }, bin.count));
    }
    for (const value of ticks(...ends)) svg.append(s("text", { x: x(value), y: height - 10, class: "tick middle" }, shown(value)));
    if (spread.truth) {
      svg.append(s("rect", { x: x(spread.truth.low) - 1, width: x(spread.truth.high) - x(spread.truth.low) + 2, y: EDGE.top, height: height - EDGE.bottom - EDGE.top, class: "truth" }));
    }
    return svg;
  };
  const table = () => h("table", {}, h("tbody", {}, spread.bins.map((bin) => h("tr", {}, h("th", { scope: "row" }, say("to", { low: shown(bin.low), high: shown(bin.high) })), h("td", {}, bin.count)))));
  return h("div", {}, chart(`${label}${unit ? `, ${unit}` : ""}`, draw, table), spread.truth && h("p", { class: "keys" }, h("span", { class: "key truth" }, say("model")), h("span", { class: "key column" }, say("room"))));
}

/** Each team's way: what it cost, and how far it got. */
export function teamChart(label, rows, goal, budget) {
  const height = 300;
  const draw = (width) => {
    const costs = rows.map((row) => row.cost), values = rows.map((row) => row.value);
    const x = scale(0, 1.12 * Math.max(1, budget || 0, ...costs), EDGE.left, width - EDGE.right);
    const [low, high] = reach([{ mean: [...values, goal ?? values[0]] }], 0.1);
    const y = scale(low, high, height - EDGE.bottom, EDGE.top);
    const svg = s("svg", { viewBox: `0 0 ${width} ${height}`, width, height, "aria-hidden": "true" });
    for (const value of ticks(low, high)) {
      svg.append(s("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(value), y2: y(value), class: "grid" }), s("text", { x: EDGE.left - 6, y: y(value) + 4, class: "tick end" }, shown(value)));
    }
    for (const value of ticks(...[0, x.back(width - EDGE.right)])) svg.append(s("text", { x: x(value), y: height - 10, class: "tick middle" }, shown(value)));
    if (goal !== null && goal !== undefined) svg.append(s("line", { x1: EDGE.left, x2: width - EDGE.right, y1: y(goal), y2: y(goal), class: "goal" }), s("text", { x: EDGE.left + 4, y: y(goal) - 6, class: "tick" }, say("goal")));
    if (budget) svg.append(s("line", { x1: x(budget), x2: x(budget), y1: EDGE.top, y2: height - EDGE.bottom, class: "mark" }), s("text", { x: x(budget) - 4, y: EDGE.top + 10, class: "tick end" }, say("budget")));
    for (const row of rows) {
      const right = x(row.cost) > 0.62 * width;
      svg.append(s("circle", { cx: x(row.cost), cy: y(row.value), r: 8, class: `dot ${row.colour}${row.reached ? "" : " hollow"}` }),
        s("text", { x: x(row.cost) + (right ? -13 : 13), y: y(row.value) + 5, class: `dot-label${right ? " end" : ""}` }, row.name));
    }
    return svg;
  };
  const table = () => h("table", {}, h("thead", {}, h("tr", {}, [say("team"), say("cost"), say("reached_value")].map((text) => h("th", { scope: "col" }, text)))),
    h("tbody", {}, rows.map((row) => h("tr", {}, h("th", { scope: "row" }, row.name), h("td", {}, shown(row.cost)), h("td", {}, shown(row.value))))));
  return chart(label, draw, table);
}
