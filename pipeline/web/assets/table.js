"use strict";
/* Tables of the class "sortable": sorted by their heads, narrowed by a text, taken away as CSV and JSON; what is chosen
   stands in the address under the table's id.
   - data-value of a cell: its number, empty where there is none; data-key of a head: the column's name for programs.
   - data-untaken of a table: it is a list of files itself, which nobody takes away.
   - Each body is sorted on its own, rows of the class "sum" stay first; a foot is not taken along.
   - A form of the class "narrow" whose data-table is the table's id hides rows itself; its choices are kept in the address.
   - data-rows names a script of JSON that holds what rows are made of: {columns, rows}, rows by data-row of a row. A column is
     key, title in Chinese, in English, and where its cells hold codes the words of each: {code: [Chinese, English]}. */
const workplanTable = (() => {
  const { both, made, two, button, asked, remember } = workplanPage;
  const FEW = 12;
  const collator = new Intl.Collator("zh-TW", { numeric: true });
  const heads = (table) => [...table.tHead.rows].at(-1).cells;
  const english = (head) => (head.querySelector(".en") ?? head).textContent.trim();
  const keyOf = (head, at) => head.dataset.key || english(head).toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_|_$/g, "") || `column_${at + 1}`;
  const keysOf = (table) => {
    const seen = new Map();
    return [...heads(table)].map((head, at) => {
      const key = keyOf(head, at);
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return seen.get(key) > 1 ? `${key}_${seen.get(key)}` : key;
    });
  };
  const valueOf = (cell) => {
    if (!cell) return null;
    if ("value" in cell.dataset) return cell.dataset.value === "" ? null : Number(cell.dataset.value);
    return cell.innerText.trim() || null;
  };
  /* Where there is no number, what the cell says instead; a dash says nothing. */
  const takenOf = (cell) => {
    const value = valueOf(cell);
    const words = value === null ? (cell?.innerText.trim() ?? "") : "";
    return value ?? (words && words !== "—" ? words : null);
  };
  /* What stands small beside a number, or a mark behind it. */
  const noteOf = (cell) => {
    if (valueOf(cell) === null || !("value" in cell.dataset)) return null;
    // A share follows from the amounts that stand beside it.
    const small = [...cell.querySelectorAll("small")].map((one) => one.innerText.trim()).filter((one) => !/^\(?[+−]?[\d.,]+%\)?$/.test(one));
    return [...small, cell.innerText.trim().endsWith("*") ? "*" : ""].filter(Boolean).join(" ") || null;
  };

  /* What has no value stands last either way. */
  const compare = (a, b, down) => {
    if (a === null || b === null) return (a === null) - (b === null);
    const order = typeof a === "number" && typeof b === "number" ? a - b : collator.compare(`${a}`, `${b}`);
    return down ? -order : order;
  };
  const sort = (bodies, at, down) => {
    for (const [body, rows] of bodies) {
      const ordered = [...rows];
      if (at !== null) {
        const values = new Map(rows.map((row) => [row, valueOf(row.cells[at])]));
        ordered.sort((a, b) => b.classList.contains("sum") - a.classList.contains("sum") || compare(values.get(a), values.get(b), down));
      }
      body.append(...ordered);
    }
  };

  /* The rows that are shown, in their order; of what a script of the page holds of them, else of their cells. */
  const shown = (table) => {
    const rows = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => !row.hidden && !row.classList.contains("out"));
    if (table.dataset.rows) {
      const held = JSON.parse(document.getElementById(table.dataset.rows).textContent);
      return {
        columns: held.columns.map(([key, zh, en, words]) => ({ key, title: both(zh, en), words })),
        rows: rows.flatMap((row) => held.rows[row.dataset.row] ?? []),
      };
    }
    const keys = keysOf(table);
    const columns = [...heads(table)].flatMap((head, at) => {
      const title = head.innerText.trim();
      const own = { key: keys[at], title, of: (row) => takenOf(row.cells[at]) };
      const note = { key: `${keys[at]}_note`, title: both(`${title}（註）`, `${title} (note)`), of: (row) => noteOf(row.cells[at]) };
      return rows.some((row) => note.of(row)) ? [own, note] : [own];
    });
    return { columns: columns.map(({ key, title }) => ({ key, title })), rows: rows.map((row) => columns.map((one) => one.of(row))) };
  };
  const titleOf = (table) => {
    const label = table.caption ?? document.getElementById(table.parentElement.getAttribute("aria-labelledby")) ?? table.closest("section")?.querySelector("h2, h3");
    return [document.querySelector("h1"), label].map((one) => one?.innerText.trim()).filter(Boolean).join(" · ");
  };
  const notesOf = (table) => [...(table.closest("section, main")?.children ?? [])].filter((one) => one.matches(".note")).map((one) => one.innerText.trim());
  const buttons = (table, part = table.id, before = () => {}) => {
    const take = (form) => {
      before();
      workplanTake.take(form, part, workplanTake.headOf(table, titleOf(table), notesOf(table)), shown(table));
    };
    const label = (form) => ({ title: both(`下載所示的列（${form.toUpperCase()}）`, `Download the rows shown (${form.toUpperCase()})`) });
    return ["csv", "json"].map((form) => button(`下載 ${form.toUpperCase()}`, `Download ${form.toUpperCase()}`, () => take(form), { className: `take ${form}`, ...label(form) }));
  };

  const start = (table) => {
    const name = table.id;
    const bodies = [...table.tBodies].map((body) => [body, [...body.rows]]);
    const rows = bodies.flatMap(([, own]) => own);
    const keys = keysOf(table);
    const form = document.querySelector(`form.narrow[data-table="${CSS.escape(name)}"]`);
    const filter = made("input", "", { type: "search", autocomplete: "off" });
    const count = made("span", "", { className: "count" });
    count.setAttribute("role", "status");
    let [at, down] = [null, false];
    const sorted = () => {
      sort(bodies, at, down);
      [...heads(table)].forEach((head, place) => {
        if (place === at) head.setAttribute("aria-sort", down ? "descending" : "ascending");
        else head.removeAttribute("aria-sort");
      });
    };
    const narrowed = () => {
      const words = filter.value.trim().toLowerCase();
      for (const row of rows) row.hidden = !row.textContent.toLowerCase().includes(words);
      count.textContent = words ? `${rows.filter((row) => !row.hidden).length} / ${rows.length}` : "";
    };
    /* A form of the page's own that narrows the table is kept in the address as the text is. */
    const fields = [...(form?.elements ?? [])].filter((field) => field.name);
    const begun = fields.map((field) => field.value);
    const kept = () => remember(Object.fromEntries(fields.map(({ name: own, value }, place) => [`${name}.${own}`, value === begun[place] ? null : value])));
    const recalled = () => {
      fields.forEach((field, place) => { field.value = asked().get(`${name}.${field.name}`) ?? begun[place]; });
      form.dispatchEvent(new Event("input"));
    };
    const recall = () => {
      const [order, words] = [asked().get(name) ?? "", asked().get(`${name}.q`) ?? ""];
      const place = keys.indexOf(order.replace(/^-/, ""));
      [at, down] = place < 0 ? [null, false] : [place, order.startsWith("-")];
      filter.value = words;
      sorted();
      if (form) recalled();
      else narrowed();
    };
    /* Numbers begin with the largest; a third time brings the order as it was. */
    const turn = (place) => {
      const first = rows.some((row) => "value" in (row.cells[place]?.dataset ?? {}));
      if (at !== place) [at, down] = [place, first];
      else if (down === first) down = !first;
      else at = null;
      remember({ [name]: at === null ? null : `${down ? "-" : ""}${keys[at]}` });
      sorted();
    };
    [...heads(table)].forEach((head, place) => {
      head.dataset.key = keys[place];
      if (!head.textContent.trim()) return;
      const inside = made("button", "", { type: "button", className: "sort" });
      if (head.querySelector("a, button")) inside.setAttribute("aria-label", "排序 Sort"); // a link stays beside it
      else inside.append(...head.childNodes);
      inside.addEventListener("click", () => turn(place));
      head.append(inside);
    });
    const bar = made("div", "", { className: "taken" });
    if (rows.length > FEW && !form) {
      const label = made("label", "");
      label.append(...two("篩選", "Filter"), " ", filter);
      bar.append(label, count);
    }
    filter.addEventListener("input", () => {
      remember({ [`${name}.q`]: filter.value.trim() });
      narrowed();
    });
    if (!("untaken" in table.dataset)) bar.append(...buttons(table));
    (table.closest(".wide") ?? table).before(bar);
    addEventListener("hashchange", () => { if (location.hash.includes("=")) recall(); });
    form?.addEventListener("input", kept);
    form?.addEventListener("reset", () => setTimeout(kept));
    if ([...asked().keys()].some((key) => key === name || key.startsWith(`${name}.`))) {
      recall();
      bar.scrollIntoView();
    }
  };

  for (const table of document.querySelectorAll("table.sortable[id]")) start(table);
  return { buttons };
})();
