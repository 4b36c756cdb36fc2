"use strict";
/* Rows of a table that are marked with what is chosen; the choices stand in the address beside what table.js keeps there. */
addEventListener("DOMContentLoaded", () => {
  const { asked, remember } = workplanPage;
  for (const form of document.querySelectorAll("form.narrow")) {
    const { table } = form.dataset;
    const told = form.nextElementSibling;
    const rows = [...document.getElementById(table).tBodies[0].rows];
    const choices = [...form.querySelectorAll("select")];
    /* A row may be marked with several words of a list, which are set apart by spaces; a name is whole. */
    const fits = (row, { name, value }) =>
      value === "*" || row.dataset[name] === value || row.dataset[name].split(" ").includes(value);
    const apply = () => {
      for (const row of rows) row.classList.toggle("out", !choices.every((choice) => fits(row, choice)));
      told.querySelector("[data-shown]").textContent = rows.filter((row) => !row.classList.contains("out")).length.toLocaleString("en");
      told.querySelector("[data-rows]").textContent = rows.length.toLocaleString("en");
    };
    const keep = () => {
      remember(Object.fromEntries(choices.map(({ name, value }) => [`${table}.${name}`, value === "*" ? null : value])));
      apply();
    };
    const recall = () => {
      for (const choice of choices) {
        const value = asked().get(`${table}.${choice.name}`);
        choice.value = [...choice.options].some((option) => option.value === value) ? value : "*";
      }
      apply();
    };
    form.addEventListener("input", keep);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(keep));
    addEventListener("hashchange", () => { if (location.hash.includes("=")) recall(); });
    form.hidden = told.hidden = false;
    recall();
  }
});
