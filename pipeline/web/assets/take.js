"use strict";
/* What a page shows, to take away: tables as CSV and JSON with their source, version and address. */
const workplanTake = (() => {
  const { english, both, save } = workplanPage;
  const language = () => (english() ? "en" : "zh");

  /* As pipeline/exporters/csv_form.py: a cell that a spreadsheet would run or change begins with an apostrophe. */
  const FORMULA = /^[=+\-@\t\r]/;
  const KEPT_NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d*[1-9])?$/;
  const EXACT_DIGITS = 15;
  const MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec";
  const CHANGED = new RegExp(`^(${[
    String.raw`[$¥€£]?\(?(\s*[$¥€£])?\s*[+-]?(\d[\d,]*(\.\d*)?|\.\d+)(e[+-]?\d+)?(\s*[%元])?\s*\)?[+-]?`,
    String.raw`(nt|us|twd|usd)\s?\$?\s?[\d,.]+`,
    String.raw`\d+\s+\d+/\d+`,
    String.raw`\d+\s?[-/]\s?\d+(\s?[-/]\s?\d+)?(\s+[\d:.]+)?`,
    String.raw`\d+\.\d+\.\d+`,
    String.raw`\d+:(\d+(:[\d.]+)?(\s?[ap]m?)?)?`,
    String.raw`\d+\s?[ap]m?`,
    String.raw`([上下]午)\s?\d+[:時].*`,
    String.raw`(民國|西元)?\s?\d+年(\d+月(\d+日)?)?`,
    String.raw`\d+月(\d+日)?`,
    String.raw`\d+時(\d+分(\d+秒)?)?`,
    String.raw`(\d+[\s-]*)?(${MONTHS})[a-z]*\.?([\s,/-]*\d+([\s,/-]+\d+)?)?`,
    "true|false",
    String.raw`#(n/a|ref!|value!|name\?|div/0!|num!|null!|spill!|calc!)`,
  ].join("|")})$`, "i");
  const isChanged = (text) => {
    const plain = text.normalize("NFKC");
    if (FORMULA.test(text) || FORMULA.test(plain)) return plain !== "-";
    if (KEPT_NUMBER.test(text)) return text.replace(/\D/g, "").length > EXACT_DIGITS;
    return CHANGED.test(plain.trim());
  };
  const guarded = (text) => (text.startsWith("'") || isChanged(text) ? `'${text}` : text);
  const quoted = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const cell = (value) => (value === null || value === undefined ? "" : typeof value === "number" ? `${value}` : quoted(guarded(value)));

  /* A text for a name or a line: no control characters, none that turn the direction of writing. */
  const plain = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+/g, " ").trim();

  /* Where the page is: at the site's address where that is known, else within the site. */
  const page = () => location.href.split(/[?#]/)[0];
  const site = () => document.querySelector("[data-root]")?.dataset ?? {};
  const folder = () => new URL(site().root || ".", page()).href;
  const addressOf = (path, tongue = language()) => {
    if (site().base) return site().base + path;
    if (location.protocol !== "file:") return folder() + path;
    return tongue === "en" ? `${path} (relative path)` : `${path}（相對路徑）`;
  };
  const address = (place = location.search + location.hash, tongue = language()) => addressOf(page().slice(folder().length) + place, tongue);
  /* What the page says of itself around an element: its source, its version. */
  const told = (element, name, tongue = language()) => {
    const data = (element.closest(`[data-${name}]`) ?? document.querySelector(`[data-${name}]`))?.dataset ?? {};
    return plain(data[tongue === "en" ? `${name}En` : name] || (tongue === "en" ? "not stated" : "未載明"));
  };
  const today = () => new Date().toLocaleDateString("sv"); // ISO 8601 in the reader's own time zone
  const headOf = (element, title, notes = []) => ({
    title: plain(title), notes: notes.map(plain), source: told(element, "source"), version: told(element, "version"), taken: today(), address: address(),
  });

  /* Name of a file after its page: of an index it is the folder's. */
  const nameOf = (part, ending) => {
    const steps = location.pathname.split("/");
    const stem = decodeURIComponent(steps.at(-1)).replace(/\.html$/, "");
    const page = /^(index(-\d+)?)?$/.test(stem) ? decodeURIComponent(steps.at(-2) ?? "") : stem;
    return `${page || "workplan"}-${part}.${ending}`.replace(/[^\p{L}\p{N}.-]+/gu, "-");
  };

  /* Codes of a cell in the words of the page; what has none stays as it is. */
  const worded = (value, words) =>
    (words && value ? `${value}`.split("; ").map((code) => (words[code] ? both(...words[code]) : code)).join(both("、", "; ")) : value);
  /* ``columns``: key and title of each, and the words of its codes; ``rows``: a text, number or null for each of them. The first line holds the titles,
     as programs and spreadsheets expect; where the rows come from stands beside each of them, where a sorting keeps it. */
  const csv = (head, columns, rows) => {
    const end = both("；", "; ");
    const whence = [[head.title, ...head.notes].join(end), both("來源：", "source: ") + head.source, both("版本：", "version: ") + head.version,
      both("取得日期：", "taken on ") + head.taken, both("網址：", "address: ") + head.address,
      ...(rows.flat().some((value) => typeof value === "string" && guarded(value) !== value)
        ? [both("以 ' 開頭的儲存格加此符號以防試算表改動原文", "cells that begin with ' do so to keep spreadsheets from changing them")] : [])].join(end);
    const body = [[...columns.map((one) => one.title), both("出處", "Taken from")].map(quoted), ...rows.map((row) => [...row.map((value, at) => worded(value, columns[at].words)), whence].map(cell))];
    return `\ufeff${body.map((row) => `${row.join(",")}\r\n`).join("")}`;
  };
  const json = (head, columns, rows) => {
    const named = rows.map((row) => Object.fromEntries(columns.map((one, at) => [one.key, row[at] ?? null])));
    return `${JSON.stringify({ ...head, columns: columns.map(({ key, title }) => ({ key, title })), rows: named }, null, 1)}\n`;
  };
  const FORMS = { csv: ["text/csv", csv], json: ["application/json", json] };
  const take = (form, part, head, { columns, rows }) => {
    const [type, write] = FORMS[form];
    save(nameOf(part, form), new Blob([write(head, columns, rows)], { type: `${type};charset=utf-8` }));
  };
  return { guarded, plain, address, addressOf, told, headOf, nameOf, take };
})();
