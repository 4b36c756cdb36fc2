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
  const opened = (...wanted) => {
    const option = [...field.options].find((one) => wanted.includes(one.value));
    if (!option || getSelection().toString()) return;
    field.value = option.value;
    present();
    value.focus();
  };
  if (field) {
    field.addEventListener("change", present);
    if (!("given" in value.dataset)) present();
    /* A click on a value is the way to its field: a step, the text of a level, the cell as printed, all contents. */
    for (const shown of document.querySelectorAll(".record [data-step]")) {
      shown.addEventListener("click", (event) => {
        event.stopPropagation();
        opened(`implementation[${shown.dataset.step}].text`);
      });
    }
    for (const shown of document.querySelectorAll("[data-edit]")) {
      const named = shown.dataset.edit;
      shown.addEventListener("click", () => opened(named, `${named}.text`, `${named}.raw`));
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
  /* Nothing is marked as checked without the pictures of its own pages in view. */
  const pictures = [...document.querySelectorAll("#picture, .pages > .page img")];
  const inView = () => pictures.length > 0 && pictures.every((one) => one.complete && one.naturalWidth > 0);
  const missing = by("no-picture");
  const failed = () => {
    if (missing) missing.hidden = inView() || pictures.some((one) => !one.complete);
  };
  for (const one of pictures) {
    one.addEventListener("load", failed);
    one.addEventListener("error", failed);
  }
  if (missing?.hidden) failed();
  by("accept")?.addEventListener("submit", (event) => {
    if (inView()) return;
    event.preventDefault();
    missing.hidden = false;
    missing.scrollIntoView({ block: "nearest" });
  });
  /* The records of a page: in the list and over its picture, lit up together. */
  const records = [...document.querySelectorAll(".records > [data-record]")];
  const light = (number, on) => {
    for (const one of document.querySelectorAll(`[data-record="${number}"]`)) one.classList.toggle("on", on);
  };
  for (const one of document.querySelectorAll("[data-record]")) {
    one.addEventListener("mouseenter", () => light(one.dataset.record, true));
    one.addEventListener("mouseleave", () => light(one.dataset.record, false));
  }
  for (const one of document.querySelectorAll(".drawn")) {
    one.addEventListener("click", () => by(`record-${one.dataset.record}`).focus());
  }
  let at = -1;
  const go = (to) => {
    if (!records.length) return;
    records.forEach((one) => light(one.dataset.record, false));
    at = Math.max(0, Math.min(records.length - 1, to));
    light(records[at].dataset.record, true);
    records[at].focus({ preventScroll: true });
    records[at].scrollIntoView({ block: "nearest" });
  };
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
    j: () => go(at + 1),
    k: () => go(at - 1),
    l: () => follow("list"),
    w: () => follow("whole"),
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
    if (event.key === "Enter" && event.target.matches(".records > li")) {
      event.target.querySelector("a").click();
      return;
    }
    const act = acts[event.key.toLowerCase()];
    if (act) {
      event.preventDefault();
      act();
    }
  });
});
