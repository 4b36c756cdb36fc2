"use strict";
/* Language, filters, search, marks on pages. Text is always set as text, never as markup. */
const workplan = (() => {
  const plans = new Map();
  let known = null;
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s　]+/g, "");
  const english = () => document.getElementById("show-en")?.checked ?? false;
  const both = (zh, en) => (english() ? en : zh);
  const made = (tag, text, set = {}) => Object.assign(document.createElement(tag), { textContent: text ?? "" }, set);

  const language = () => {
    const radios = [...document.getElementsByName("language")];
    const remembered = (value) => {
      try {
        if (value) localStorage.setItem("workplan-language", value);
        return localStorage.getItem("workplan-language");
      } catch {
        return null; // a browser may keep nothing for pages from a disk
      }
    };
    const speak = () => {
      for (const option of document.querySelectorAll("option[data-zh]")) {
        option.textContent = english() ? option.dataset.en : option.dataset.zh;
        option.lang = english() ? "en" : "zh-TW";
      }
    };
    const wanted = remembered();
    for (const radio of radios) {
      if (radio.id === wanted) radio.checked = true;
      radio.addEventListener("change", () => {
        remembered(radio.id);
        speak();
      });
    }
    speak();
    return radios;
  };

  /* One record for each item, with its text folded for the search. */
  const add = (data) => {
    const about = known?.get(data.plan);
    plans.set(data.plan, data.items.map((one) => {
      const [id, section, work, title, contents, kind, twd, words, findings, pages] = one;
      const place = [data.sections[section], data.works[work]].filter(Boolean).join(" › ");
      return {
        id, title, contents, kind, twd, words, findings, pages, place, plan: data.plan,
        section: data.sections[section], work: data.works[work],
        agency: about?.agency ?? "", year: about?.year ?? null,
        found: fold(place) + "\n" + fold(title) + "\n" + fold(contents) + "\n" + fold(words),
        heading: fold(title),
      };
    }));
  };

  const loaded = (source) => new Promise((resolve, reject) => {
    const script = made("script", "", { src: source, onload: resolve, onerror: reject });
    document.head.append(script);
  });

  const budgetFits = (item, wanted) => {
    if (wanted === "*") return true;
    if (/^\d+$/.test(wanted)) return item.twd !== null && item.twd >= Number(wanted);
    return item.kind === wanted;
  };
  const findingFits = (item, wanted) =>
    wanted === "*" || (wanted === "any" ? item.findings.length > 0
      : wanted === "none" ? item.findings.length === 0 : item.findings.includes(wanted));

  /* Items that fit all filters; those with a word in their title first, newer years first. */
  const search = (items, wanted) => {
    const words = wanted.q.split(/[\s　]+/).map(fold).filter(Boolean);
    const found = items.filter((item) =>
      (wanted.section === "*" || item.section === wanted.section) &&
      (wanted.work === "*" || item.work === wanted.work) &&
      (wanted.agency === "*" || item.agency === wanted.agency) &&
      (wanted.year === "*" || String(item.year ?? "") === wanted.year) &&
      budgetFits(item, wanted.budget) && findingFits(item, wanted.finding) &&
      words.every((word) => item.found.includes(word)));
    if (!words.length || wanted.inOrder) return { found, words };
    const titled = (item) => (words.every((word) => item.heading.includes(word)) ? 0 : 1);
    const ranked = found.map((item, at) => [titled(item), -(item.year ?? 0), at, item]);
    ranked.sort((a, b) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]);
    return { found: ranked.map((one) => one[3]), words };
  };

  /* A piece of the contents around the first word that is found, the word marked. */
  const excerpt = (text, words) => {
    const shown = made("span", "", { className: "excerpt", lang: "zh-TW" });
    const at = [];
    let plain = "";
    for (let place = 0; place < text.length; place += 1) {
      const folded = fold(text[place]);
      for (const character of folded) {
        plain += character;
        at.push(place);
      }
    }
    const word = words.find((one) => plain.includes(one));
    if (!word) return null;
    const begin = plain.indexOf(word);
    const [first, last] = [at[begin], at[begin + word.length - 1] + 1];
    shown.append((first > 15 ? "…" : "") + text.slice(Math.max(0, first - 15), first));
    shown.append(made("mark", text.slice(first, last)));
    shown.append(text.slice(last, last + 40) + (text.length > last + 40 ? "…" : ""));
    return shown;
  };

  /* What the filter calls it. */
  const severityWord = (severity) => {
    const { zh, en } = document.querySelector(`#filters [name=finding] option[value=${severity}]`).dataset;
    return both(zh, en);
  };
  const row = (item, words, root, everywhere) => {
    const line = document.createElement("tr");
    const place = everywhere ? `${item.agency} ${item.year ?? ""} › ${item.place}` : item.place;
    const cell = document.createElement("td");
    const named = (one, zh, en) => {
      one.dataset.label = `${zh} ${en}`;
      return one;
    };
    cell.lang = "zh-TW";
    cell.append(made("a", item.title, { href: `${root}items/${encodeURIComponent(item.id)}.html` }));
    const piece = words.length ? excerpt(item.contents, words) : null;
    if (piece) cell.append(piece);
    const told = item.twd === null ? item.words || "—"
      : both(`${item.twd.toLocaleString("en")} 元`, `NT$${item.twd.toLocaleString("en")}`);
    const doubts = document.createElement("td");
    for (const severity of item.findings) doubts.append(made("span", severityWord(severity), { className: `kind ${severity}` }), " ");
    line.append(made("td", place, { className: "place", lang: "zh-TW" }), cell,
      named(made("td", told, { className: "number" }), "預算", "Budget"), named(doubts, "檢核", "Findings"),
      named(made("td", item.pages, { className: "number" }), "頁", "Page"));
    return line;
  };

  const AT_ONCE = 50;
  const start = async (form) => {
    const main = document.getElementById("main");
    const everywhere = main.dataset.plans === "*";
    const root = main.dataset.root;
    if (everywhere) known = new Map(workplanPlans.map((plan) => [plan.id, plan]));
    const ids = everywhere ? [...known.keys()] : main.dataset.plans.split(" ");
    const rows = document.getElementById("rows");
    const count = document.getElementById("count");
    const more = document.getElementById("more");
    const parts = document.querySelector(".parts");
    const asPrinted = [...rows.children];
    let items = null;
    let found = [];
    let words = [];
    let shown = 0;
    const values = () => ({
      q: form.q.value, section: form.section.value, work: form.work?.value ?? "*", agency: form.agency?.value ?? "*",
      year: form.year?.value ?? "*", budget: form.budget.value, finding: form.finding.value, inOrder: !everywhere,
    });
    const idle = (wanted) => !wanted.q.trim() && ["section", "work", "agency", "year", "budget", "finding"].every((name) => wanted[name] === "*");
    const options = (select, names, none) => {
      for (const name of names) {
        const option = made("option", name || both(...none), { value: name });
        if (!name) Object.assign(option.dataset, { zh: none[0], en: none[1] });
        select.append(option);
      }
    };
    const load = async () => {
      count.hidden = false;
      count.textContent = both("載入中…", "Loading…");
      await Promise.all(ids.map((id) => loaded(`${root}plans/${encodeURIComponent(id)}/items.js`)));
      items = ids.flatMap((id) => plans.get(id) ?? []);
      options(form.section, new Set(items.map((item) => item.section)), ["（未分課室）", "(no section)"]);
      if (form.work) options(form.work, new Set(items.map((item) => item.work)), ["（無工作項目）", "(no work item)"]);
      if (form.agency) options(form.agency, new Set(items.map((item) => item.agency)), ["（機關不明）", "(office unknown)"]);
      const years = [...new Set(items.map((item) => item.year))].sort((a, b) => (b ?? 0) - (a ?? 0));
      if (form.year) options(form.year, years.map((year) => String(year ?? "")), ["年度不明", "year unknown"]);
    };
    /* What is asked for stands in the address, so that going back or passing it on brings the same items. */
    const NAMES = ["q", "section", "work", "agency", "year", "budget", "finding"];
    const remember = (wanted) => {
      const asked = new URLSearchParams();
      for (const name of NAMES) if (form[name] && wanted[name] !== (name === "q" ? "" : "*")) asked.set(name, wanted[name]);
      const hash = asked.toString();
      if (hash || location.hash.includes("=")) history.replaceState(null, "", hash ? `#${hash}` : `${location.pathname}${location.search}`);
    };
    const recall = () => {
      const asked = new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : location.search);
      for (const name of NAMES) {
        const given = asked.get(name);
        if (given === null || !form[name]) continue;
        if (name === "q" || [...form[name].options].some((option) => option.value === given)) form[name].value = given;
      }
      return NAMES.some((name) => asked.has(name));
    };
    const show = (least) => {
      const next = found.slice(shown, least);
      rows.append(...next.map((item) => row(item, words, root, everywhere)));
      shown += next.length;
      more.hidden = shown >= found.length;
    };
    const apply = () => {
      const wanted = values();
      remember(wanted);
      if (idle(wanted) && !everywhere) {
        rows.replaceChildren(...asPrinted);
        more.hidden = count.hidden = true;
        if (parts) parts.hidden = false;
        return;
      }
      if (parts) parts.hidden = true;
      const began = performance.now();
      const result = idle(wanted) ? { found: [], words: [] } : search(items, wanted);
      const took = performance.now() - began;
      ({ found, words } = result);
      shown = 0;
      rows.replaceChildren();
      show(AT_ONCE);
      count.hidden = false;
      count.dataset.found = found.length;
      count.dataset.milliseconds = took.toFixed(2);
      count.textContent = idle(wanted)
        ? both(`共 ${items.length.toLocaleString("en")} 項可搜尋`, `${items.length.toLocaleString("en")} items to search`)
        : both(`${found.length.toLocaleString("en")} / ${items.length.toLocaleString("en")} 項`, `${found.length.toLocaleString("en")} of ${items.length.toLocaleString("en")} items`);
    };
    let loading = null;
    const begin = async () => {
      loading ??= load();
      try {
        await loading;
      } catch {
        count.textContent = both("項目資料無法載入，請確認網站檔案完整。", "The items could not be loaded; is the site whole?");
        return;
      }
      apply();
    };
    form.addEventListener("input", begin);
    form.addEventListener("focusin", () => { loading ??= load().then(apply); });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(begin));
    for (const radio of document.getElementsByName("language")) radio.addEventListener("change", () => { if (items) apply(); });
    more.querySelector("button").addEventListener("click", () => show(shown + 200));
    form.hidden = false;
    if (recall() || everywhere) {
      loading = load();
      await loading.then(recall, () => {});
      await begin();
    }
    if (everywhere) form.q.focus();
  };

  /* The part of a page that an item stands on, scrolled to where it can be seen, and fields lit up with their boxes. */
  const pages = (within = document) => {
    const own = "rect:not(.shared)";
    const upper = (found) => Math.min(...[...found].map((one) => one.getBoundingClientRect().top));
    for (const box of within.querySelectorAll(".sheet, .pages")) {
      const found = box.querySelectorAll(own);
      const marks = found.length ? found : box.querySelectorAll("rect");
      if (marks.length) box.scrollTop += upper(marks) - box.getBoundingClientRect().top - 60;
    }
    for (const one of within.querySelectorAll("details.above")) one.addEventListener("toggle", () => pages(one), { once: true });
    const light = (field, on) => {
      for (const one of document.querySelectorAll("[data-field]")) {
        const own = one.dataset.field;
        if (own === field || own.startsWith(`${field}[`)) one.classList.toggle("on", on);
      }
    };
    for (const one of within.querySelectorAll("[data-field]")) {
      one.addEventListener("mouseenter", () => light(one.dataset.field, true));
      one.addEventListener("mouseleave", () => light(one.dataset.field, false));
    }
  };

  const citation = () => {
    const button = document.getElementById("copy");
    if (!button || !navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const shown = [...document.querySelectorAll("#citation span")].find((one) => one.offsetParent) ?? document.getElementById("citation");
      await navigator.clipboard.writeText(shown.textContent);
      button.textContent = both("已複製", "Copied");
    });
  };

  addEventListener("beforeprint", () => {
    for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
  });
  addEventListener("DOMContentLoaded", () => {
    language();
    pages();
    citation();
    const form = document.querySelector("form.filters");
    if (form) start(form);
  });
  return { add, search, fold, pages };
})();
