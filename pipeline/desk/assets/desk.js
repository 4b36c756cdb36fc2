"use strict";
/* The desk by keyboard, and the present value of the field that is corrected. */
addEventListener("DOMContentLoaded", () => {
  const by = (id) => document.getElementById(id);
  /* What a form could not do is told on the item's page; its address is then the item's again. */
  if (location.pathname !== document.body.dataset.at) history.replaceState(null, "", document.body.dataset.at);
  const field = by("field");
  const value = by("new");
  const present = () => {
    const chosen = field.selectedOptions[0];
    if (!chosen) return;
    value.value = chosen.dataset.value;
    value.rows = Math.min(12, Math.max(2, chosen.dataset.value.split("\n").length + 1));
  };
  if (field) {
    field.addEventListener("change", present);
    if (!("given" in value.dataset)) present();
    /* A click on a value is the way to its field: the text of a level, the cell as printed, all contents. */
    for (const shown of document.querySelectorAll("[data-edit]")) {
      shown.addEventListener("click", () => {
        const named = shown.dataset.edit;
        const wanted = [named, `${named}.text`, `${named}.raw`];
        const option = [...field.options].find((one) => wanted.includes(one.value));
        if (!option || getSelection().toString()) return;
        field.value = option.value;
        present();
        value.focus();
      });
    }
  }
  /* An item is checked as a whole: the last field for which its reading is chosen sends the mark. */
  const differing = [...document.querySelectorAll("tr.differs")].filter((one) => one.querySelector(".right"));
  for (const row of differing) {
    row.querySelector(".right").addEventListener("click", (event) => {
      row.classList.add("chosen");
      const left = differing.find((one) => !one.classList.contains("chosen"));
      if (!left) return;
      event.preventDefault();
      event.currentTarget.disabled = true;
      left.querySelector(".right").focus();
    });
  }
  const cell = by("cell");
  const items = by("items");
  const covered = () => {
    const ids = new Set((cell.selectedOptions[0]?.dataset.items ?? "").split(" "));
    for (const option of items.options) option.selected = ids.has(option.value);
  };
  if (cell) {
    cell.addEventListener("change", covered);
    covered();
  }
  const keys = by("keys");
  const remembered = (to) => {
    try {
      if (to !== undefined) localStorage.setItem("workplan-keys", to ? "on" : "off");
      return localStorage.getItem("workplan-keys") !== "off";
    } catch {
      return true;
    }
  };
  if (keys) {
    keys.checked = remembered();
    keys.addEventListener("change", () => remembered(keys.checked));
  }
  const follow = (id) => by(id)?.click();
  const send = (id) => by(id)?.requestSubmit();
  const acts = {
    n: () => follow("next"),
    p: () => follow("previous"),
    f: () => follow("doubtful"),
    a: () => (by("who").value.trim() ? send("accept") : by("who").focus()),
    u: () => send("undo"),
    e: () => {
      field?.focus();
      by("correct")?.scrollIntoView({ block: "nearest" });
    },
    g: () => by("jump")?.select(),
  };
  document.addEventListener("submit", (event) => {
    /* A name that is typed holds for what is sent, whether it was remembered or not. */
    const name = event.target.querySelector("input[type=hidden][name=who]");
    if (name) name.value = by("who").value;
  });
  document.addEventListener("keydown", (event) => {
    /* A key that is held down would decide about items that nobody has seen. */
    if (event.repeat) return;
    const inside = event.target.closest("input:not([type=radio]):not([type=checkbox]), select, textarea");
    if (event.key === "Escape") {
      document.activeElement.blur();
      return;
    }
    if (event.key === "Enter" && event.ctrlKey && inside?.form) {
      inside.form.requestSubmit();
      return;
    }
    if (inside || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || !keys?.checked) return;
    const act = acts[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
});
