"use strict";
/* Filters and search over the items of a plan, or of all plans, whose data are loaded as far as they are needed. */
Object.assign(workplan, (() => {
  const { both, english, made, loaded } = workplan;
  const PLANS_AT_ONCE = 200; // pipeline/site/grams.py: with more there is an index
  const LOADED_AT_ONCE = 8;
  const KEPT_PLANS = 400;
  const GRAMS = 1 << 15;
  const SHARDS = 512;
  const ROWS_A_SHARD = GRAMS / SHARDS;
  const plans = new Map();
  const shards = new Map();
  let known = new Map();
  const fold = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s　]+/g, "");

  /* One record for each item, with its text folded for the search. */
  const add = (data) => {
    const about = known.get(data.plan);
    plans.set(data.plan, data.items.map((one) => {
      const [id, section, work, title, contents, kind, twd, words, findings, pages, shared = null] = one;
      const place = [data.sections[section], data.works[work]].filter(Boolean).join(" › ");
      return {
        id, title, contents, kind, twd, words, findings, pages, shared, place, plan: data.plan,
        section: data.sections[section], work: data.works[work],
        agency: about?.agency ?? "", year: about?.year ?? null,
        found: fold(about?.agency ?? "") + "\n" + fold(place) + "\n" + fold(title) + "\n" + fold(contents) + "\n" + fold(words),
        heading: fold(title),
      };
    }));
  };
  const index = (shard, text) => shards.set(shard, atob(text));

  const budgetFits = (item, wanted) => {
    if (wanted === "*") return true;
    if (/^\d+$/.test(wanted)) return item.twd !== null && item.twd >= Number(wanted);
    return item.kind === wanted;
  };
  const findingFits = (item, wanted) =>
    wanted === "*" || (wanted === "any" ? item.findings.length > 0
      : wanted === "none" ? item.findings.length === 0 : item.findings.includes(wanted));
  const wordsOf = (wanted) => wanted.q.split(/[\s　]+/).map(fold).filter(Boolean);

  /* Items that fit all filters, in their order. */
  const search = (items, wanted) => {
    const words = wordsOf(wanted);
    const found = items.filter((item) =>
      (wanted.section === "*" || item.section === wanted.section) &&
      (wanted.work === "*" || item.work === wanted.work) &&
      (wanted.agency === "*" || item.agency === wanted.agency) &&
      (wanted.year === "*" || String(item.year ?? "") === wanted.year) &&
      budgetFits(item, wanted.budget) && findingFits(item, wanted.finding) &&
      words.every((word) => item.found.includes(word)));
    return { found, words };
  };

  /* Numbers of the characters that stand beside each other in words: a plan without one of them has not the words. */
  const gramsOf = (words) => words.flatMap((word) => {
    const sure = /^[0-9a-z\u3400-\u9fff]{2}$/;
    const pairs = [...word].map((_, at, all) => all.slice(at, at + 2).join("")).filter((pair) => sure.test(pair));
    return pairs.map((pair) => (pair.charCodeAt(0) * 7919 + pair.charCodeAt(1) * 104729) % GRAMS);
  });
  const possible = async (all, words, root) => {
    const grams = all.length > PLANS_AT_ONCE ? gramsOf(words) : [];
    const wanted = [...new Set(grams.map((gram) => Math.floor(gram / ROWS_A_SHARD)))].filter((shard) => !shards.has(shard));
    await Promise.all(wanted.map((shard) => loaded(`${root}assets/grams/${shard}.js`)));
    const width = Math.ceil(all.length / 8);
    const has = (gram, at) => {
      const place = (gram % ROWS_A_SHARD) * width + (at >> 3);
      return shards.get(Math.floor(gram / ROWS_A_SHARD)).charCodeAt(place) & (0x80 >> (at & 7));
    };
    return (at) => grams.every((gram) => has(gram, at));
  };

  const itemsOf = async (id, root) => {
    if (!plans.has(id)) await loaded(`${root}plans/${encodeURIComponent(id)}/items.js`);
    const items = plans.get(id) ?? [];
    plans.delete(id); // what was used last is forgotten last
    plans.set(id, items);
    if (plans.size > KEPT_PLANS) plans.delete(plans.keys().next().value);
    return items;
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
    const page = everywhere ? `${root}plans/${encodeURIComponent(item.plan)}/index.html` : "";
    cell.append(made("a", item.title, { href: `${page}#${encodeURIComponent(item.id)}` }));
    const piece = words.length ? excerpt(item.contents, words) : null;
    if (piece) cell.append(piece);
    const told = item.twd === null ? item.words || "—"
      : both(`${item.twd.toLocaleString("en")} 元`, `NT$${item.twd.toLocaleString("en")}`);
    const doubts = document.createElement("td");
    for (const severity of item.findings) doubts.append(made("span", severityWord(severity), { className: `kind ${severity}` }), " ");
    line.append(made("td", place, { className: "place" }), cell,
      made("td", told, { className: "number" }), doubts, made("td", item.pages, { className: "number" }));
    return line;
  };

  /* All plans of the site, or the one of the page, each with its place in the index. */
  const plansOf = (main) => {
    if (main.dataset.plans !== "*") return [{ id: main.dataset.plans, agency: "", year: null, items: null, at: 0 }];
    return workplanPlans.flatMap(([agency, own]) => own.map(([id, year, items]) => ({ id, agency, year, items })))
      .map((plan, at) => ({ ...plan, at }));
  };
  /* What one search has found so far. */
  const begun = (wanted, left) => ({ wanted, words: wordsOf(wanted), left, plans: left.length, items: 0, count: 0, milliseconds: 0, hits: [] });
  const collect = (state, items, everywhere) => {
    const began = performance.now();
    const { found } = search(items, state.wanted);
    state.items += items.length;
    for (const item of found) {
      const titled = everywhere && state.words.length > 0 && state.words.every((word) => item.heading.includes(word));
      state.hits.push({ item, titled, at: state.count });
      state.count += 1;
    }
    if (everywhere) workplanHits.keep(state.hits, state.wanted.order);
    state.milliseconds += performance.now() - began;
  };

  const NAMES = ["q", "section", "work", "agency", "year", "budget", "finding", "order"];
  const AT_ONCE = 50;
  const start = (form) => {
    const main = document.getElementById("main");
    const everywhere = main.dataset.plans === "*";
    const root = main.dataset.root;
    const all = plansOf(main);
    known = new Map(all.map((plan) => [plan.id, plan]));
    const rows = document.getElementById("rows");
    const count = document.getElementById("count");
    const more = document.getElementById("more");
    const further = document.getElementById("further");
    const parts = [...document.querySelectorAll(".parts, #others")];
    const asPrinted = [...rows.children];
    const take = made("div", "", { className: "taken", hidden: true });
    const none = made("div", "", { hidden: true });
    const wordings = made("div", "", { hidden: true });
    let found = [];
    take.append(...workplanHits.buttons(() => found, main));
    count.after(take, none, wordings);
    let state = null;
    let shown = AT_ONCE;
    const values = () => Object.fromEntries(NAMES.map((name) => [name, form[name]?.value ?? "*"]));
    /* Nothing is asked for: of all plans an order alone asks for nothing, a plan's items it puts in order. */
    const idle = (wanted) => !wanted.q.trim() && NAMES.every((name) => name === "q" || (everywhere && name === "order") || wanted[name] === "*");
    const options = (name, values, none) => {
      const select = form[name];
      if (!select) return;
      const there = new Set([...select.options].map((option) => option.value));
      for (const value of new Set(values)) {
        if (there.has(value)) continue;
        const option = made("option", value || both(...none), { value });
        if (!value) Object.assign(option.dataset, { zh: none[0], en: none[1] });
        select.append(option);
      }
    };
    const sections = (items) => {
      options("section", items.map((item) => item.section), ["（未分課室）", "(no section)"]);
      options("work", items.map((item) => item.work), ["（無工作項目）", "(no work item)"]);
    };
    /* What is asked for stands in the address, so that going back or passing it on brings the same items. */
    const remember = (wanted) => {
      if (main.dataset.item) return;
      const told = NAMES.filter((name) => form[name]).map((name) => [name, wanted[name] === (name === "q" ? "" : "*") ? null : wanted[name]]);
      workplanPage.remember(Object.fromEntries(told));
    };
    const recall = () => {
      const asked = workplanPage.asked();
      for (const name of NAMES) {
        if (!form[name]) continue;
        const given = asked.get(name) ?? (name === "q" ? "" : "*");
        if (name === "section" || name === "work") options(name, [given], ["—", "—"]);
        if (name === "q" || [...form[name].options].some((option) => option.value === given)) form[name].value = given;
      }
      return NAMES.some((name) => asked.has(name));
    };
    const number = (value) => value.toLocaleString("en");
    const total = () => all.reduce((sum, plan) => sum + (plan.items ?? 0), 0);
    const told = () => {
      if (!state) return both(`共 ${number(total())} 項可搜尋`, `${number(total())} items to search`);
      const items = everywhere ? total() : state.items;
      const text = both(`${number(state.count)} / ${number(items)} 項`, `${number(state.count)} of ${number(items)} items`);
      if (!state.left.length) return text;
      const oldest = state.wanted.order === "year-up";
      const [done, of] = [number(state.plans - state.left.length), number(state.plans)];
      return text + both(`；可能符合的 ${of} 份計畫已搜尋 ${done} 份，${oldest ? "舊" : "新"}年度在前`, `; ${done} of the ${of} plans that may fit are searched, ${oldest ? "oldest" : "newest"} first`);
    };
    const show = () => {
      found = state ? workplanHits.first(state.hits, state.wanted.order, everywhere ? workplanHits.KEPT : Infinity) : [];
      take.hidden = !found.length;
      none.hidden = !state || state.count > 0 || state.left.length > 0;
      if (!none.hidden) none.replaceChildren(workplanHits.nothing(form, NAMES, begin));
      wordings.hidden = !found.length || state.wanted.budget !== "text";
      if (!wordings.hidden) {
        wordings.replaceChildren(workplanHits.wordings(state.hits, fold, (words) => {
          form.q.value = words;
          begin();
        }));
      }
      rows.replaceChildren(...found.slice(0, shown).map((item) => row(item, state.words, root, everywhere)));
      more.hidden = shown >= found.length;
      const next = Math.min(PLANS_AT_ONCE, state?.left.length ?? 0);
      further.hidden = !next;
      further.querySelector("button").textContent = both(`再搜尋 ${next} 份計畫`, `Search ${next} more plans`);
      count.textContent = told();
      count.hidden = false;
      if (state && state.count > found.length) count.textContent += both(`；列出前 ${number(found.length)} 項，請再縮小範圍`, `; the first ${number(found.length)} are listed, narrow it down`);
    };
    const done = () => {
      show();
      count.dataset.found = state?.count ?? 0;
      count.dataset.milliseconds = (state?.milliseconds ?? 0).toFixed(2);
    };
    /* Search the plans that are left, as many as are searched in one go; another search ends this one. */
    const go = async (own) => {
      delete count.dataset.found;
      count.hidden = false;
      const until = Math.max(0, own.left.length - PLANS_AT_ONCE);
      while (own.left.length > until) {
        const next = own.left.slice(0, Math.min(LOADED_AT_ONCE, own.left.length - until));
        if (next.some((plan) => !plans.has(plan.id)) && !own.count) count.textContent = both("載入中…", "Loading…");
        const found = await Promise.all(next.map((plan) => itemsOf(plan.id, root)));
        if (own !== state) return;
        own.left.splice(0, next.length);
        for (const items of found) {
          sections(items);
          collect(own, items, everywhere);
        }
        if (own.left.length > until) show();
      }
      done();
    };
    const guarded = async (work) => {
      try {
        await work();
      } catch {
        count.hidden = false;
        count.textContent = both("項目資料無法載入，請確認網站檔案完整。", "The items could not be loaded; is the site whole?");
      }
    };
    const candidates = async (wanted) => {
      const may = await possible(all, wordsOf(wanted), root);
      return all.filter((plan) => (wanted.agency === "*" || plan.agency === wanted.agency) &&
        (wanted.year === "*" || String(plan.year ?? "") === wanted.year) && may(plan.at))
        .sort((a, b) => (wanted.order === "year-up" ? (a.year ?? Infinity) - (b.year ?? Infinity) : (b.year ?? 0) - (a.year ?? 0)) || a.at - b.at);
    };
    let turns = 0;
    const begin = () => guarded(async () => {
      const turn = ++turns;
      const wanted = values();
      remember(wanted);
      shown = AT_ONCE;
      state = null;
      delete count.dataset.found;
      const asPage = idle(wanted) && !everywhere;
      for (const part of parts) part.hidden = !asPage;
      if (asPage) {
        rows.replaceChildren(...asPrinted);
        more.hidden = further.hidden = count.hidden = take.hidden = none.hidden = wordings.hidden = true;
        return;
      }
      if (idle(wanted)) return done();
      const left = await candidates(wanted);
      if (turn !== turns) return;
      state = begun(wanted, left);
      await go(state);
    });
    /* Sections to choose from are known once items are loaded; those of a country's plans are too many to load. */
    let loading = null;
    const preload = () => {
      if (all.length > PLANS_AT_ONCE) return;
      loading ??= guarded(async () => {
        for (const plan of all) sections(await itemsOf(plan.id, root));
      });
    };
    options("agency", all.map((plan) => plan.agency), ["（機關不明）", "(office unknown)"]);
    const years = [...new Set(all.map((plan) => plan.year))].sort((a, b) => (b ?? 0) - (a ?? 0));
    options("year", years.map((year) => String(year ?? "")), ["年度不明", "year unknown"]);
    form.addEventListener("input", begin);
    (everywhere ? form.section : form).addEventListener("focusin", preload);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(begin));
    for (const radio of document.getElementsByName("language")) radio.addEventListener("change", () => { if (!count.hidden) show(); });
    addEventListener("hashchange", () => {
      if (!location.hash.includes("=")) return;
      recall();
      begin();
    });
    more.querySelector("button").addEventListener("click", () => {
      shown += 200;
      show();
    });
    further.querySelector("button").addEventListener("click", () => guarded(() => go(state)));
    form.hidden = false;
    if (recall() || everywhere) begin();
    if (everywhere) form.q.focus();
  };

  const form = document.querySelector("form.filters");
  if (form) start(form);
  return { add, index, search, fold };
})());
