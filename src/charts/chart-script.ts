import { type Html, raw } from "#kernel";

/**
 * One cursor shared by all charts of a page: by pointer, touch, or keyboard (arrows, Page Up and Down, Home, End,
 * Escape). It reads the charts' tables, so that what it says is what they say. Plain script for browsers: no imports.
 */
export const chartScript: Html = raw(`
"use strict";
const charts = [...document.querySelectorAll(".chart[data-from]")].map((figure) => {
  const rows = [...figure.querySelectorAll("tr[data-at]")];
  const heads = [...figure.querySelectorAll("thead th")].slice(1).map((head) => head.textContent);
  return { figure, heads, rows, plots: [...figure.querySelectorAll(".plot:not(.axis)")], at: rows.map((row) => Number(row.dataset.at)),
    from: Number(figure.dataset.from), to: Number(figure.dataset.to), slot: Number(figure.dataset.slot ?? Infinity),
    readout: figure.querySelector(".readout") };
});

function clock(at) {
  const text = new Date(at).toISOString();
  return text.slice(0, 10) + " " + text.slice(11, 16) + " UTC";
}

function rowAt(chart, at) {
  const row = chart.at.findLastIndex((start) => start <= at);
  return row >= 0 && at < chart.at[row] + chart.slot ? row : -1;
}

function sayRow(chart, row, at) {
  if (row < 0) return clock(at) + ": nothing";
  const cells = [...chart.rows[row].cells].map((cell) => cell.textContent.trim());
  return cells[0] + ": " + chart.heads.map((head, i) => head + " " + cells[i + 1]).join(" · ");
}

function show(at) {
  for (const chart of charts) {
    for (const cursor of chart.cursors) {
      cursor.hidden = at === null;
      if (at !== null) cursor.style.left = Math.min(100, Math.max(0, (at - chart.from) / (chart.to - chart.from) * 100)) + "%";
    }
    if (chart.readout) chart.readout.textContent = at === null ? "" : sayRow(chart, rowAt(chart, at), at);
  }
}

function middle(chart, row) {
  return chart.at[row] + (Number.isFinite(chart.slot) ? chart.slot / 2 : 0);
}

function choose(chart, reach, row) {
  const at = middle(chart, row);
  chart.row = row;
  reach.setAttribute("aria-valuenow", String(row + 1));
  reach.setAttribute("aria-valuetext", sayRow(chart, row, at));
  show(at);
}

const STEPS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10, Home: -Infinity, End: Infinity };

function onKey(chart, reach, event) {
  if (event.key === "Escape") return show(null);
  const step = STEPS[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  choose(chart, reach, Math.min(chart.rows.length - 1, Math.max(0, chart.row + step)));
}

function onPointer(chart, plot, event) {
  const box = plot.getBoundingClientRect();
  const share = Math.min(0.9999, Math.max(0, (event.clientX - box.left) / box.width));
  const at = chart.from + share * (chart.to - chart.from);
  const row = rowAt(chart, at);
  if (row >= 0) chart.row = row;
  show(at);
}

function addReach(chart, plot, first) {
  const reach = document.createElement("div");
  reach.className = "reach";
  reach.addEventListener("pointermove", (event) => onPointer(chart, plot, event));
  reach.addEventListener("pointerdown", (event) => onPointer(chart, plot, event));
  reach.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && show(null));
  plot.append(reach);
  if (!first || chart.rows.length === 0) return;
  reach.tabIndex = 0;
  const name = "Time in the chart " + chart.figure.querySelector("svg title").textContent;
  for (const [key, value] of [["role", "slider"], ["aria-label", name], ["aria-valuemin", "1"], ["aria-valuemax", String(chart.rows.length)], ["aria-valuenow", "1"], ["aria-valuetext", chart.rows[0].cells[0].textContent.trim()]]) reach.setAttribute(key, value);
  reach.addEventListener("keydown", (event) => onKey(chart, reach, event));
  reach.addEventListener("focus", () => reach.matches(":focus-visible") && choose(chart, reach, chart.row));
  reach.addEventListener("blur", () => show(null));
}

for (const chart of charts) {
  chart.row = 0;
  chart.cursors = chart.plots.map((plot, i) => {
    const cursor = document.createElement("div");
    cursor.className = "cursor";
    cursor.hidden = true;
    plot.append(cursor);
    addReach(chart, plot, i === 0);
    return cursor;
  });
}
`);
