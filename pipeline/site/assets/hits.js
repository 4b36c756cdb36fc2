"use strict";
/* What a search has found: put in order, taken away as CSV and JSON, and what to try where it is nothing. */
const workplanHits = (() => {
  const { both, made, two, button } = workplanPage;
  const KEPT = 2000;

  /* What has no number stands last, whichever way; what is alike stays as it was found, words in titles first. */
  const by = (name, sign) => (a, b) => {
    const [one, other] = [a[name], b[name]];
    if (one === null || other === null) return (one === null) - (other === null);
    return sign * (one - other);
  };
  const ORDERS = { "*": () => 0, budget: by("twd", -1), "budget-up": by("twd", 1), year: by("year", -1), "year-up": by("year", 1) };
  const put = (hits, order) => {
    const wanted = ORDERS[order] ?? ORDERS["*"];
    hits.sort((a, b) => wanted(a.item, b.item) || b.titled - a.titled || a.at - b.at);
  };
  /* Those that are kept of all that were found: of the whole the first ones in the order asked for. */
  const keep = (hits, order, limit = KEPT) => {
    if (hits.length <= 2 * limit) return;
    put(hits, order);
    hits.length = limit;
  };
  const first = (hits, order, limit = KEPT) => {
    put(hits, order);
    return hits.slice(0, limit).map((one) => one.item);
  };

  /* As items.csv calls them, where it has them. */
  const COLUMNS = [
    ["agency", "機關", "Office"], ["year_roc", "年度", "Year (ROC)"], ["section", "課室", "Section"], ["work_item", "工作項目", "Work item"],
    ["plan_item", "計畫項目", "Plan item"], ["implementation", "實施內容", "Contents"], ["budget_twd", "預算（元）", "Budget (NT$)"],
    ["budget_items", "預算涵蓋項目數", "Items that share the budget"], ["budget_kind", "預算種類", "Kind of budget"], ["budget_raw", "預算文字", "Words of the budget"], ["findings", "檢核發現", "Findings"],
    ["pages", "頁", "Pages"], ["item_id", "項目識別碼", "Item"], ["plan_id", "計畫識別碼", "Plan"], ["address", "網址", "Address"],
  ];
  /* How many were found, of how many plans, goes with the file: it may hold the first ones only. */
  const take = (form, items, main) => {
    const title = `${document.querySelector("h1").innerText.trim()} · ${both("所示項目", "items shown")}`;
    const page = (item) => workplanTake.addressOf(`plans/${encodeURIComponent(item.plan)}/index.html#${encodeURIComponent(item.id)}`);
    workplanTake.take(form, "items", workplanTake.headOf(main, title, [document.getElementById("count").textContent]), {
      columns: COLUMNS.map(([key, zh, en]) => ({ key, title: both(zh, en) })),
      rows: items.map((item) => [item.agency || main.dataset.agency || null, item.year ?? (Number(main.dataset.year) || null), item.section || null, item.work || null, item.title, item.contents || null,
        item.twd, item.shared, item.kind, item.words || null, item.findings.join("; ") || null, item.pages || null, item.id, item.plan, page(item)]),
    });
  };
  const buttons = (items, main) => ["csv", "json"].map((form) =>
    button(`下載所列項目 ${form.toUpperCase()}`, `Download these items as ${form.toUpperCase()}`, () => take(form, items(), main), { className: `take ${form}` }));

  /* Budgets in words by what they say, the most frequent first: who pays is told by these words alone, as they are printed. */
  const WORDINGS = 40;
  const wordings = (hits, fold, choose) => {
    const groups = new Map();
    for (const { item } of hits) {
      if (item.kind !== "text" || !item.words) continue;
      const one = groups.get(fold(item.words)) ?? { words: item.words, count: 0 };
      one.count += 1;
      groups.set(fold(item.words), one);
    }
    const ordered = [...groups.values()].sort((a, b) => b.count - a.count);
    const box = made("section", "", { className: "wordings" });
    const head = made("h2", "");
    head.append(...two(`預算欄的文字：${ordered.length} 種`, `What the budgets say: ${ordered.length}`));
    const list = made("ul", "");
    for (const { words, count } of ordered.slice(0, WORDINGS)) {
      const line = made("li", "");
      const one = made("button", words, { type: "button", lang: "zh-TW" });
      one.addEventListener("click", () => choose(words));
      line.append(one, ` ${count.toLocaleString("en")}`);
      list.append(line);
    }
    box.append(head, list);
    return box;
  };

  /* What to try where nothing was found: each in one click. */
  const WRITINGS = [["台", "臺"], ["劃", "畫"], ["佈", "布"], ["週", "周"], ["卹", "恤"], ["佔", "占"], ["僱", "雇"]];
  const writings = (word) => WRITINGS.flatMap((pair) => [pair, [...pair].reverse()])
    .filter(([from]) => word.includes(from)).map(([from, to]) => word.replaceAll(from, to));
  const nothing = (form, names, again) => {
    const box = made("div", "", { className: "nothing" });
    const list = made("ul", "");
    const offer = (zh, en, change) => {
      const one = made("li", "");
      one.append(button(zh, en, () => {
        change();
        again();
      }));
      list.append(one);
    };
    for (const name of names) {
      const field = form[name];
      if (!field || name === "q" || name === "order" || field.value === "*") continue;
      const label = (language) => field.closest("label").querySelector(`.${language}`).textContent;
      const chosen = field.selectedOptions[0];
      offer(`不限${label("zh")}（現為「${chosen.dataset.zh ?? chosen.textContent}」）`, `Any ${label("en").toLowerCase()} (now “${chosen.dataset.en ?? chosen.textContent}”)`, () => { field.value = "*"; });
    }
    const words = form.q.value.split(/[\s　]+/).filter(Boolean);
    if (words.length > 1) for (const word of words) offer(`只找「${word}」`, `Only “${word}”`, () => { form.q.value = word; });
    for (const word of words) {
      for (const other of writings(word)) offer(`改寫為「${other}」`, `Write “${other}”`, () => { form.q.value = words.map((one) => (one === word ? other : one)).join(" "); });
      if ([...word].length > 2) {
        const short = [...word].slice(0, 2).join("");
        offer(`改用較短的「${short}」`, `Try the shorter “${short}”`, () => { form.q.value = words.map((one) => (one === word ? short : one)).join(" "); });
      }
    }
    const told = made("p", "");
    told.append(...two("沒有符合的項目。可試：", "No item fits. Try one of these:"));
    const hint = made("p", "", { className: "note" });
    hint.append(...two("以原件的用字搜尋：較短的詞、其他寫法（如「台」與「臺」）或同義的說法較易找到。", "Search for words as the plans print them: shorter words, another writing (such as 台 and 臺) or another word for it are found more easily."));
    box.append(told, list, hint);
    return box;
  };
  return { KEPT, keep, first, buttons, nothing, wordings };
})();
