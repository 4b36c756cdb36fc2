"use strict";
(() => {
  const form = document.getElementById("filters");
  const rows = [...document.querySelectorAll("#items tbody tr")];
  const wide = (row, size) => {
    if (size === "*") return true;
    const [unit, least] = size.split(":");
    return row.dataset[unit] !== "" && Number(row.dataset[unit]) >= Number(least);
  };
  const fits = (row) =>
    (form.section.value === "*" || row.dataset.section === form.section.value) &&
    (form.status.value === "*" ||
      (form.status.value === "differs"
        ? row.dataset.status !== "unchanged"
        : row.dataset.status === form.status.value)) &&
    (form.band.value === "*" || row.dataset.band === form.band.value) &&
    wide(row, form.size.value);
  const apply = () => {
    for (const row of rows) row.hidden = !fits(row);
    document.getElementById("shown").textContent = rows.filter((row) => !row.hidden).length;
  };
  form.addEventListener("change", apply);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  apply();
})();
