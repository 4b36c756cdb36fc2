"use strict";
(() => {
  const { asked, remember } = workplanPage;
  const form = document.getElementById("filters");
  const body = document.querySelector("#items tbody");
  const rows = [...body.rows];
  const texts = rows.map((row) => row.cells[1].textContent.toLowerCase());
  const wide = (row, size) => {
    if (size === "*") return true;
    const [unit, least] = size.split(":");
    return row.dataset[unit] !== "" && Number(row.dataset[unit]) >= Number(least);
  };
  const fits = (row, text) =>
    (form.section.value === "*" || row.dataset.section === form.section.value) &&
    (form.status.value === "*" ||
      (form.status.value === "differs"
        ? row.dataset.status !== "unchanged"
        : row.dataset.status === form.status.value)) &&
    (form.band.value === "*" || row.dataset.band === form.band.value) &&
    wide(row, form.size.value) &&
    text.includes(form.words.value.trim().toLowerCase());
  // A thousand rows take a second to lay out: the first ones answer at once, the others follow.
  const AT_ONCE = 200;
  let ordered = rows;
  let waiting = [];
  const reveal = (count) => {
    for (const row of waiting.splice(0, count)) row.hidden = false;
  };
  const follow = () => {
    reveal(AT_ONCE);
    if (waiting.length) setTimeout(follow, 30);
  };
  const apply = () => {
    const fitting = new Set(rows.filter((row, at) => fits(row, texts[at])));
    const idle = !waiting.length;
    waiting = ordered.filter((row) => fitting.has(row));
    for (const row of rows) row.hidden = true;
    reveal(AT_ONCE);
    if (idle && waiting.length) setTimeout(follow, 30);
    document.getElementById("shown").textContent = fitting.size.toLocaleString("en");
    document.getElementById("none").hidden = fitting.size > 0;
  };
  const order = () => {
    const by = form.order.value;
    ordered = by === "plan" ? rows : [...rows].sort((a, b) => b.dataset[by] - a.dataset[by]);
    body.append(...ordered);
    apply();
  };
  /* What is chosen stands in the address; what is as the page begins with does not. */
  const fields = [...form.elements].filter((field) => field.name);
  const begun = Object.fromEntries(fields.map((field) => [field.name, field.value]));
  const keep = () => remember(Object.fromEntries(fields.map(({ name, value }) => [name, value === begun[name] ? null : value || "*"])));
  const recall = () => {
    for (const field of fields) {
      const given = asked().get(field.name) ?? begun[field.name];
      if (!field.options || [...field.options].some((option) => option.value === given)) field.value = given;
    }
    order();
  };
  const visit = () => {
    reveal(waiting.length);
    const row = document.getElementById(location.hash.slice(1));
    if (!row || !row.hidden) return;
    for (const name of ["section", "status", "band", "size"]) form[name].value = "*";
    form.words.value = "";
    apply();
    reveal(waiting.length);
    row.scrollIntoView();
  };
  form.addEventListener("input", () => {
    keep();
    apply();
  });
  form.order.addEventListener("change", order);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => {
    keep();
    order();
  }));
  addEventListener("hashchange", () => {
    if (!location.hash.includes("=")) return visit();
    recall();
    if (fields.some((field) => asked().has(field.name))) document.getElementById("changes").scrollIntoView();
  });
  addEventListener("beforeprint", () => reveal(waiting.length));
  form.hidden = document.getElementById("count").hidden = false;
  const bar = workplanPage.made("div", "", { className: "taken" });
  bar.append(...workplanTable.buttons(body.parentElement, "changes", () => reveal(waiting.length)));
  document.getElementById("count").after(bar);
  recall();
  if (location.hash && !location.hash.includes("=")) visit();
  else if (fields.some((field) => asked().has(field.name))) document.getElementById("changes").scrollIntoView();
})();
