"use strict";
/* Files are dropped and sent one by one with their progress; the list follows the reading. Without this all works by forms. */
addEventListener("DOMContentLoaded", () => {
  const by = (id) => document.getElementById(id);
  const english = () => by("show-en")?.checked ?? false;
  const list = by("list");
  const form = by("add");
  const root = form ? new URL(form.action).pathname.replace(/files$/, "") : "";
  const PAUSE = 1000;
  let waiting = 0;

  const refresh = async () => {
    waiting = 0;
    let busy = true;
    try {
      const answer = await fetch(`${root}list.json`);
      if (answer.ok) {
        const told = await answer.json();
        busy = told.busy;
        /* Who is about to press something in the list finds it again. */
        const at = list.contains(document.activeElement) ? document.activeElement.id : "";
        if (list.innerHTML !== told.html) list.innerHTML = told.html;
        if (at) by(at)?.focus();
      }
    } catch {
      return; // the desk has ended
    }
    list.dataset.busy = busy ? "yes" : "no";
    if (busy) follow();
  };
  const follow = () => {
    if (!waiting) waiting = setTimeout(refresh, PAUSE);
  };
  if (list?.dataset.busy === "yes") follow();

  const refused = (zh, en) => {
    const line = document.createElement("li");
    line.textContent = english() ? en : zh;
    by("unsent").append(line);
    by("unsent").hidden = false;
  };
  const send = (file, more) => new Promise((resolve) => {
    const sent = new XMLHttpRequest();
    const data = new FormData();
    data.append("files", file);
    if (more) data.append("more", "1");
    by("sending-name").textContent = file.name;
    by("sent").value = 0;
    sent.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) by("sent").value = event.loaded / event.total;
    });
    sent.addEventListener("load", () => {
      try {
        for (const [zh, en] of JSON.parse(sent.responseText).errors) refused(zh, en);
      } catch {
        refused(`${file.name}：無法傳送，請再試一次。`, `${file.name} could not be sent; try again.`);
      }
      resolve();
    });
    sent.addEventListener("error", () => {
      refused(`${file.name}：無法傳送；請確認核對桌仍在執行。`, `${file.name} could not be sent; see that the desk still runs.`);
      resolve();
    });
    sent.open("POST", form.action);
    sent.setRequestHeader("Accept", "application/json");
    sent.send(data);
  });
  const sendAll = async (files) => {
    by("unsent").replaceChildren();
    by("unsent").hidden = true;
    by("sending").hidden = false;
    const most = Number(form.dataset.most);
    const fit = [...files].filter((file) => {
      if (file.size < most) return true;
      refused(`${file.name}：檔案過大，請分成較小的 PDF。`, `${file.name} is too large; split it into smaller PDF files.`);
      return false;
    });
    for (const [place, file] of fit.entries()) await send(file, place + 1 < fit.length);
    by("sending").hidden = true;
    form.reset();
    refresh();
  };
  if (form) {
    const area = by("drop");
    /* A file that misses the area would take the page's place. */
    for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
    area.addEventListener("dragover", () => area.classList.add("over"));
    area.addEventListener("dragleave", () => area.classList.remove("over"));
    area.addEventListener("drop", (event) => {
      area.classList.remove("over");
      if (event.dataTransfer.files.length) sendAll(event.dataTransfer.files);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      sendAll(by("files").files);
    });
  }
  /* Who has typed a name and goes on to an item need not press a button for it first. */
  by("who")?.addEventListener("change", () => {
    const own = by("who").form;
    fetch(own.action, { method: "POST", body: new URLSearchParams(new FormData(own)), redirect: "manual", keepalive: true });
  });
  for (const button of document.querySelectorAll(".copy")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.parentElement.querySelector("textarea");
      text.select();
      await navigator.clipboard.writeText(text.value);
      button.classList.add("go");
    });
  }
});
