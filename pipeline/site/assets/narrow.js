"use strict";
/* Rows of a table that fit what is asked for: words that they hold, and choices of what they are marked with. */
addEventListener("DOMContentLoaded", () => {
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s　]+/g, "");
  for (const form of document.querySelectorAll("form.narrow")) {
    const table = form.dataset.table;
    const told = form.nextElementSibling;
    const rows = [...document.getElementById(table).tBodies[0].rows];
    const texts = rows.map((row) => fold(row.textContent));
    const choices = [...form.querySelectorAll("select")];
    /* A row may be marked with several words of a list, which are set apart by spaces; a name is whole. */
    const fits = (row, choice) =>
      choice.value === "*" || row.dataset[choice.name] === choice.value || row.dataset[choice.name].split(" ").includes(choice.value);
    const apply = () => {
      const words = form.words.value.split(/[\s　]+/).map(fold).filter(Boolean);
      let shown = 0;
      rows.forEach((row, at) => {
        row.hidden = !(choices.every((choice) => fits(row, choice)) && words.every((word) => texts[at].includes(word)));
        shown += !row.hidden;
      });
      told.querySelector("[data-shown]").textContent = shown.toLocaleString("en");
      told.querySelector("[data-rows]").textContent = rows.length.toLocaleString("en");
    };
    form.addEventListener("input", apply);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(apply));
    form.hidden = told.hidden = false;
    apply();
  }
});
