"use strict";
(() => {
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
  const apply = () => {
    let shown = 0;
    rows.forEach((row, at) => {
      row.hidden = !fits(row, texts[at]);
      if (!row.hidden) shown += 1;
    });
    document.getElementById("shown").textContent = shown.toLocaleString("en");
  };
  const order = () => {
    const by = form.order.value;
    const sorted = by === "plan" ? rows : [...rows].sort((a, b) => b.dataset[by] - a.dataset[by]);
    body.append(...sorted);
  };
  const speak = () => {
    const language = document.getElementById("show-en").checked ? "en" : "zh";
    for (const option of form.querySelectorAll("option[data-zh]")) {
      option.textContent = option.dataset[language];
      option.lang = language === "en" ? "en" : "zh-TW";
    }
  };
  const visit = () => {
    const row = document.getElementById(location.hash.slice(1));
    if (!row || !row.hidden) return;
    form.reset();
    form.status.value = "*";
    apply();
    row.scrollIntoView();
  };
  form.addEventListener("input", apply);
  form.order.addEventListener("change", order);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { apply(); order(); }));
  for (const radio of document.getElementsByName("language")) radio.addEventListener("change", speak);
  addEventListener("hashchange", visit);
  form.hidden = document.getElementById("count").hidden = false;
  apply();
  order();
  speak();
  visit();
})();
