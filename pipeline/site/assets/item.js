"use strict";
/* An item of a plan, shown from the plan's data in place of the plan's page. Text is always set as text, never as markup. */
const workplanItem = (() => {
  const WORDS = workplanWords;
  const plans = new Map();

  /* The data as they were before they were packed (pipeline/site/packing.py). */
  const unpacked = (plan, [shapes, shared, packed]) => {
    const known = [];
    const told = (value) => {
      if (typeof value === "string" && value.startsWith("~")) return value.startsWith("~~") ? value.slice(1) : `${plan}-${value.slice(1)}`;
      if (!Array.isArray(value)) return value;
      if (value[0] < 0) return (known[-value[0]] ??= told(shared[-value[0] - 1]));
      const inner = value.slice(1).map(told);
      return value[0] ? Object.fromEntries(shapes[value[0] - 1].map((name, at) => [name, inner[at]])) : inner;
    };
    return told(packed);
  };

  /* Elements: children are elements, texts, pairs of both languages, or lists of these; what is empty is left out. */
  const filled = (element, children) => {
    for (const child of children.flat(Infinity)) if (child !== null && child !== undefined && child !== "") element.append(child);
    return element;
  };
  const h = (tag, set = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(set)) {
      if (value === null || value === false) continue;
      element.setAttribute(name, value === true ? "" : value);
    }
    return filled(element, children);
  };
  const two = (zh, en) => (zh === en ? zh : [h("span", { class: "zh" }, zh), h("span", { class: "en", lang: "en" }, en)]);
  const t = (words) => two(words[0], words[1]);
  const zh = (tag, set, ...children) => h(tag, { lang: "zh-TW", ...set }, ...children);
  const head = (chinese, english, number = false) => h("th", { scope: "col", class: number ? "number" : null }, two(chinese, english));
  const table = (label, heads, rows) =>
    h("div", { class: "wide", role: "region", tabindex: "0", "aria-label": label }, h("table", {}, h("thead", {}, h("tr", {}, heads)), h("tbody", {}, rows)));
  const section = (chinese, english, ...children) => h("section", {}, h("h2", {}, two(chinese, english)), children);

  /* As pipeline/site/words.py and pipeline/normalizers/records.py tell them. */
  const money = (twd) => {
    const number = Math.abs(twd).toLocaleString("en");
    return two(`${twd < 0 ? "−" : ""}${number} 元`, `${twd < 0 ? "−" : ""}NT$${number}`);
  };
  const labelled = (part) => `${part.label ?? ""}${part.label && ".．".includes(part.label.at(-1)) && part.text ? " " : ""}${part.text}`;
  const level = (part) => (part.label && /[\p{L}\p{N}]$/u.test(part.label) && part.text ? `${part.label} ${part.text}` : labelled(part));
  const titled = (item) => item.plan_item.map(level).join(" › ") || "—";
  const budget = (value) => (value === null ? "—" : typeof value === "number" ? money(value) : value);
  const runs = (pages) => {
    const found = [];
    for (const page of pages) {
      if (found.length && page === found.at(-1)[1] + 1) found.at(-1)[1] = page;
      else found.push([page, page]);
    }
    return found.map(([first, last]) => (first === last ? `${first}` : `${first}–${last}`)).join(", ");
  };

  /* Contents as nested steps with their mentions marked; offsets count characters, not units of UTF-16. */
  const steps = (given, mentions, state, path) => zh("ul", { class: "steps" }, given.map((step, at) => {
    const own = [...path, at + 1];
    const line = [...labelled(step)];
    const start = state.offset;
    state.offset += line.length + 1;
    const pieces = [];
    let reached = 0;
    for (const one of mentions) {
      const begin = one.offset - start;
      const length = [...one.text].length;
      if (begin < reached || line.slice(begin, begin + length).join("") !== one.text) continue;
      pieces.push(line.slice(reached, begin).join(""));
      const title = WORDS.mention[one.kind][0] + (one.value ? `：${one.value}${one.unit ? ` ${one.unit}` : ""}` : "");
      pieces.push(h("mark", { class: `m-${one.kind}`, title }, one.text));
      reached = begin + length;
    }
    pieces.push(line.slice(reached).join(""));
    return h("li", { "data-step": own.join(".") }, h("span", {}, pieces), step.steps.length ? steps(step.steps, mentions, state, own) : null);
  }));
  const contents = (item) =>
    steps(item.implementation, [...item.mentions].sort((a, b) => a.offset - b.offset), { offset: 0 }, []);

  const levels = (given, field) =>
    h("ol", { class: "levels" }, given.map((one, at) => zh("li", { "data-field": `${field}[${at}]` }, level(one))));

  const cellsOf = ({ section: held, item }) => held.budgets.filter((cell) => item.budget_ids.includes(cell.id));
  const covered = (plan, { item }, cell) => {
    if (cell.applies_to.length === 1) return two("僅本項", "this item");
    const names = cell.applies_to.map((id, at) => [
      id === item.id ? two("本項", "this one") : zh("a", { href: `#${id}` }, titled(plan.items.get(id).item)),
      at + 1 < cell.applies_to.length ? two("、", "; ") : null,
    ]);
    return [two(`${names.length} 項共用：`, `${names.length} items share it: `), names];
  };
  const budgets = (plan, one) => {
    const cells = cellsOf(one);
    if (!cells.length) return h("p", {}, two("本項無預算。", "No budget cell applies to the item."));
    const amount = (cell) => (cell.amount_twd !== null ? money(cell.amount_twd) : cell.kind === "nil" ? two("無", "none") : "—");
    return table(
      "預算 Budgets",
      [head("欄位", "Column"), head("原件文字", "As printed"), head("金額", "Amount", true), head("依據", "Why"), head("涵蓋項目", "Covers")],
      cells.map((cell) => h("tr", { "data-field": cell.id },
        h("th", { scope: "row" }, t(WORDS.role[cell.role]), h("br"), zh("small", {}, cell.header)),
        zh("td", { class: "printed" }, cell.raw), h("td", { class: "number" }, amount(cell)),
        h("td", {}, t(WORDS.basis[cell.basis])), h("td", {}, covered(plan, one, cell)))),
    );
  };

  const finding = (one) => h("li", { class: `finding ${one.severity}`, "data-field": one.bbox ? one.id : null },
    h("strong", {}, t(WORDS.severity[one.severity])), " ", two(one.message_zh, one.message_en), " ",
    one.page ? h("small", {}, two(`第 ${one.page} 頁`, `p. ${one.page}`)) : null, h("br"),
    h("small", {}, h("code", {}, one.rule)));

  const corrections = (item) => table(
    "人工更正 Corrections",
    [head("欄位", "Field"), head("更正前", "Before"), head("更正後", "After"), head("理由", "Reason"), head("更正者", "By"), head("日期", "Date")],
    item.corrections.map((one) => h("tr", {}, h("th", { scope: "row" }, h("code", {}, one.field)),
      zh("td", { class: "printed" }, h("del", {}, one.old ?? "")), zh("td", { class: "printed" }, h("ins", {}, one.new ?? "")),
      zh("td", {}, one.reason), zh("td", {}, one.who), h("td", {}, one.date))),
  );

  const mention = (one) => h("li", {}, h("span", { class: `kind m-${one.kind}` }, t(WORDS.mention[one.kind])), " ", zh("span", {}, one.text),
    one.value ? [" → ", h("code", {}, one.value), one.unit ? ` ${one.unit}` : null] : null);

  const record = (plan, one) => {
    const { item, findings } = one;
    return [
      h("p", { class: `sure ${item.confidence}` }, two("讀取可信程度：", "Confidence of the reading: "),
        h("strong", {}, t(WORDS.confidence[item.confidence])), " ", h("small", {}, t(WORDS.why[item.confidence]))),
      section("機關工作項目", "Work item", item.work_item.length ? levels(item.work_item, "work_item") : h("p", {}, "—")),
      section("重要工作計畫項目", "Plan item", levels(item.plan_item, "plan_item")),
      filled(h("section", { "data-field": "implementation" }), [h("h2", {}, two("實施內容", "Contents")),
        item.implementation.length ? contents(item) : h("p", {}, two("（無）", "(none)"))]),
      item.extra.length ? section("其他欄位", "Other columns",
        h("dl", {}, item.extra.map((other) => [zh("dt", {}, other.header), zh("dd", { class: "printed" }, other.text)]))) : null,
      section("預算", "Budgets", budgets(plan, one)),
      item.mentions.length ? section("內容提及", "Mentions", h("ul", { class: "mentions" }, item.mentions.map(mention))) : null,
      findings.length ? section("檢核發現", "Findings", h("ul", { class: "findings" }, findings.map(finding))) : null,
      item.corrections.length ? section("人工更正", "Corrections", corrections(item)) : null,
    ];
  };

  /* Through the years: what is as the item's own is nought in the data. */
  const history = (plan, one) => {
    const { item } = one;
    const place = plan.order.indexOf(one);
    const [line, marks] = [plan.lines[place], plan.marks[place]];
    if (!line.length && !marks.length) return null;
    const pair = (at) => (typeof at === "number" ? plan.compared[at][0] : at);
    /* Why an item of another year is not surely this one alone; the change tells it in full. */
    const doubt = (why) => {
      if (why === 0) return h("small", { class: "doubt" }, two("隔年後再列", "back after a gap"));
      const [at, number, status, uncertain] = why;
      const parts = ["split", "merged"].includes(status) ? [t(WORDS.status[status])] : [];
      if (uncertain) parts.push(two("待確認", "uncertain"));
      return h("small", { class: "doubt" }, h("a", { href: `../../compare/${pair(at)}.html${status === "unchanged" ? "" : `#c${number}`}` }, parts.map((part, place) => [place ? two("、", ", ") : null, part])));
    };
    const row = ([year, rest, title, value, why]) => {
      const [planId, words] = plan.years[year];
      const id = `${planId}-${rest || item.id.slice(plan.plan.length + 1)}`;
      const name = title || titled(item);
      const href = planId === plan.plan ? `#${id}` : `../${planId}/index.html#${id}`;
      return h("tr", { class: id === item.id ? "sum" : null }, h("th", { scope: "row" }, t(words)),
        zh("td", {}, id === item.id ? name : [h("a", { href }, name), " ",
          h("small", {}, h("a", { class: "aside", href: `#${item.id}~${planId}~${id}` }, two("頁面並列", "pages side by side")))], why === undefined ? null : [" ", doubt(why)]), h("td", { class: "number" }, budget(value)));
    };
    const doubtful = line.some((year) => year.length > 4);
    return section("歷年", "Through the years",
      doubtful ? h("p", { class: "note" }, two("標有「待確認」「分割」「合併」者，不一定是同一項目，或不再是單獨同一項目；金額不可直接相比，請由連結查看該變更與兩年度頁面。",
        "What is marked uncertain, split or merged is not surely this item, or not this item alone: do not set its amount beside this one's before you have looked at the change and the pages of both years.")) : null,
      line.length ? h("table", {}, h("thead", {}, h("tr", {}, head("年度", "Year"), head("項目", "Item"), head("本年度預算", "Budget of the year", true))), h("tbody", {}, line.map(row))) : null,
      h("ul", {}, marks.map(([at, number, status, uncertain]) => {
        const [name, old, now] = plan.compared[at];
        const href = `../../compare/${name}.html${status === "unchanged" ? "" : `#c${number}`}`;
        return h("li", {}, h("a", { href }, t(old), " → ", t(now), two("：", ": "), t(WORDS.status[status]), uncertain ? two("（待確認）", " (uncertain)") : null));
      })));
  };

  const cited = (plan, one) => {
    const { document: told, base } = plan;
    const { item, section: held } = one;
    const pages = runs(ownPages(item));
    const agency = told.plan.agency.name ?? null;
    const path = `plans/${plan.plan}/index.html#${item.id}`;
    const source = told.source;
    const printed = cellsOf(one).filter((cell) => cell.role === "current").map((cell) => (cell.amount_twd === null ? cell.raw : cell.amount_twd)).filter((value) => value !== "");
    const shared = cellsOf(one).some((cell) => cell.role === "current" && cell.applies_to.length > 1);
    const paid = (english) => {
      if (!printed.length) return "";
      const told = printed.map((value) => (typeof value === "number" ? (english ? `NT$${value.toLocaleString("en")}` : `${value.toLocaleString("en")} 元`) : `「${value}」`));
      return english ? `budget ${told.join(", ")}${shared ? " (shared with other items)" : ""}` : `本年度預算 ${told.join("、")}${shared ? "（與他項共用）" : ""}`;
    };
    const short = () => h("abbr", { title: source.sha256 }, `${source.sha256.slice(0, 12)}…`);
    const chinese = [[agency ?? "（機關不明）", plan.title[0], held.name, `〈${titled(item)}〉`, paid(false), pages ? `第 ${pages} 頁` : "", `項目 ${item.id}`, `來源檔 ${source.file_name}（SHA-256 `],
      ["）", base ? base + path : `${path}（相對路徑）`, plan.edition[0]]].map((parts) => parts.filter(Boolean).join("，"));
    const english = [[agency ?? "(office unknown)", plan.title[1], held.name, `“${titled(item)}”`, paid(true), pages ? `p. ${pages}` : "", `item ${item.id}`, `source ${source.file_name} (SHA-256 `],
      [")", base ? base + path : `${path} (relative path)`, plan.edition[1]]].map((parts) => parts.filter(Boolean).join(", "));
    return [h("span", { class: "zh" }, chinese[0], short(), chinese[1], "。"), h("span", { class: "en", lang: "en" }, english[0], short(), english[1], ".")];
  };

  /* The record with all that is needed to use it alone. */
  const alone = (plan, one) => {
    const { document: told } = plan;
    const { id, agency, year_roc, year } = told.plan;
    return { schema_version: told.schema_version, plan: { id, agency, year_roc, year }, source: told.source,
      section: { id: one.section.id, name: one.section.name }, item: one.item, budgets: cellsOf(one), findings: one.findings };
  };

  /* Boxes by page, as pipeline/site/boxes.py finds them. */
  const OWN_FIELDS = ["implementation", "extra"];
  const ownPages = (item) => {
    const last = `plan_item[${item.plan_item.length - 1}]`;
    const own = item.provenance.filter((place) => place.field === last || OWN_FIELDS.some((field) => place.field.startsWith(field)));
    return [...new Set((own.length ? own : item.provenance).map((place) => place.page))].sort((a, b) => a - b);
  };
  const role = (field) => {
    const name = field.split("[")[0].split(".")[0];
    return name in WORDS.field ? name : "extra";
  };
  const boxes = (one) => {
    const { item, findings } = one;
    const found = new Map();
    const put = (place, box) => {
      if (!found.has(place.page)) found.set(place.page, new Map());
      found.get(place.page).set(JSON.stringify([box, place.bbox]), { ...box, bbox: place.bbox });
    };
    const last = `plan_item[${item.plan_item.length - 1}]`;
    for (const place of item.provenance) {
      const shared = place.field.startsWith("work_item") || (place.field.startsWith("plan_item") && place.field !== last);
      put(place, { role: role(place.field), field: place.field, shared });
    }
    for (const cell of cellsOf(one)) for (const place of cell.provenance) put(place, { role: "budget", field: cell.id, shared: cell.applies_to.length > 1 });
    for (const told of findings) if (told.page !== null && told.bbox !== null) put(told, { role: "finding", field: told.id, shared: false });
    return new Map([...found].sort((a, b) => a[0] - b[0]).map(([page, made]) => [page, [...made.values()]]));
  };
  const svg = (tag, set, ...children) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
    return filled(element, children);
  };
  const rect = (box) => {
    const [x, y, right, lower] = box.bbox;
    return svg("rect", { class: `b-${box.role}${box.shared ? " shared" : ""}`, "data-field": box.field, x, y, width: +(right - x).toFixed(2), height: +(lower - y).toFixed(2) },
      svg("title", {}, WORDS.field[box.role][0]));
  };
  /* The pages over all of the window, and back. */
  const enlarging = () => {
    const one = h("button", { type: "button", class: "enlarge", "aria-pressed": "false" }, two("放大", "Enlarge"));
    one.addEventListener("click", () => {
      const isLarge = one.closest(".columns").classList.toggle("large");
      for (const other of one.closest(".columns").querySelectorAll(".enlarge")) {
        other.setAttribute("aria-pressed", `${isLarge}`);
        other.replaceChildren(...(isLarge ? two("縮小", "Smaller") : two("放大", "Enlarge")));
      }
      one.scrollIntoView({ block: "start" });
    });
    return one;
  };
  const sheet = (plan, page, own, found, beside) => {
    const size = plan.pictures[page];
    const places = () => found.map((box, at) => [t(WORDS.field[box.role]), ` ${box.bbox.join(", ")}`, at + 1 < found.length ? "; " : ""]);
    const figure = h("figure", { class: "page", id: `${beside ? "beside-" : ""}page-${page}` },
      h("figcaption", {}, two(`原件第 ${page} 頁`, `Page ${page} of the document`), size ? [" ", enlarging()] : null),
      size ? h("div", { class: "sheet", role: "region", tabindex: "0", "aria-label": `第 ${page} 頁 Page ${page}` },
        h("div", { class: "paper" },
          h("img", { loading: "lazy", width: size[2], height: size[3], alt: `原件第 ${page} 頁的圖，標出本項所在 Page ${page} with the item marked`, src: `../../${plan.folder}/${page}.webp` }),
          svg("svg", { viewBox: `0 0 ${size[0]} ${size[1]}`, preserveAspectRatio: "none", "aria-hidden": "true" }, found.map(rect))))
        : h("p", { class: "note" }, two("找不到此 PDF 檔，故無頁面圖；位置（點）：", "The PDF file was not at hand, so there is no picture. Places in points: "), places()));
    if (own) return figure;
    return h("details", { class: "above" }, h("summary", {},
      two(`第 ${page} 頁：與他項共用的部分（工作項目、預算）`, `Page ${page}: what it shares with other items (work item, budget)`)), figure);
  };
  const sheets = (plan, one, beside = false) => {
    const given = boxes(one);
    const own = new Set([...given].filter(([, found]) => found.some((box) => !box.shared)).map(([page]) => page));
    const isOwn = (page) => !own.size || own.has(page);
    const order = [...given.keys()].sort((a, b) => isOwn(b) - isOwn(a) || a - b);
    const roles = new Set([...given.values()].flat().map((box) => box.role));
    return [
      h("ul", { class: "legend", "aria-label": "圖例 Legend" }, Object.entries(WORDS.field).filter(([name]) => roles.has(name))
        .map(([name, words]) => h("li", {}, h("span", { class: `swatch b-${name}`, "aria-hidden": "true" }), t(words)))),
      order.length ? order.map((page) => sheet(plan, page, isOwn(page), given.get(page), beside))
        : h("p", {}, two("本項沒有位置紀錄。", "The item has no place on a page.")),
    ];
  };

  const crumbs = (plan, name) => h("nav", { class: "crumbs", "aria-label": "路徑 Path" }, h("a", { href: "../../index.html" }, two("首頁", "Start")), " › ",
    h("a", { href: `../../offices/${encodeURIComponent(plan.document.plan.agency.id)}.html` }, plan.document.plan.agency.name ?? two("（機關不明）", "(office unknown)")), " › ",
    h("a", { href: "#items" }, t(plan.name)), name ? [" › ", zh("span", {}, name)] : null);
  const around = (plan, place) => {
    const before = plan.order[place - 1];
    const behind = plan.order[place + 1];
    return h("nav", { class: "around", "aria-label": "前後項目 Items before and after" },
      before ? h("a", { rel: "prev", href: `#${before.item.id}` }, "← ", zh("span", {}, titled(before.item))) : null,
      behind ? h("a", { rel: "next", href: `#${behind.item.id}` }, zh("span", {}, titled(behind.item)), " →") : null);
  };
  /* Of two items that are parts of a split or merge: that their amounts are not those of all of it. */
  const parted = (plan, one, other) => {
    const year = `${other.plan.document.plan.year_roc}`;
    const marks = plan.marks[plan.order.indexOf(one)].filter(([at, , status]) => ["split", "merged"].includes(status) && plan.compared[at][0].split("-").includes(year));
    return marks.map(([at, number, status]) => h("p", { class: "notice" },
      t(WORDS.status[status]), two("的一部分：兩個金額不可直接相比，全部項目與總增減見", ", one part of it: do not set these two amounts beside each other; all items and the difference are told in "),
      h("a", { href: `../../compare/${plan.compared[at][0]}.html#c${number}` }, two("該變更", "the change")), two("。", ".")));
  };
  /* The pages of two items beside each other, and below them their records, those of the earlier year first. */
  const both = (plan, one, other) => {
    const years = [[plan, one, false], [other.plan, other.one, true]];
    years.sort(([a], [b]) => (a.document.plan.year_roc ?? 0) - (b.document.plan.year_roc ?? 0));
    return [
      h("p", { class: "beside" }, h("a", { href: `#${one.item.id}` }, two("← 只看本項", "← this item alone"))),
      parted(plan, one, other),
      h("div", { class: "columns even" }, years.map(([of, its, isOther]) => h("div", { class: "pages" }, h("h2", {}, t(of.name)),
        h("p", {}, zh("a", { href: `${isOther ? `../${of.plan}/index.html` : ""}#${its.item.id}` }, titled(its.item))), sheets(of, its, isOther)))),
      h("div", { class: "columns even" }, years.map(([of, its]) => h("div", { class: "record" }, record(of, its)))),
    ];
  };
  const view = (plan, one, other) => {
    const { item } = one;
    const file = URL.createObjectURL(new Blob([`${JSON.stringify(alone(plan, one), null, 2)}\n`], { type: "application/json" }));
    return [
      crumbs(plan, one.section.name), zh("h1", { tabindex: "-1" }, titled(item)),
      other ? both(plan, one, other) : null,
      h("div", { class: "columns" },
        h("div", { class: "record" }, other ? null : record(plan, one), history(plan, one),
          section("引用與下載", "Citing and download", h("p", { id: "item-citation", class: "citation" }, cited(plan, one)),
            h("p", {}, h("button", { type: "button", "data-copies": "item-citation", hidden: true }, two("複製引用文字", "Copy the citation")), " ",
              h("a", { id: "record", href: file, download: `${item.id}.json` }, two("下載本項紀錄（JSON）", "Download the record (JSON)"))),
            h("p", { class: "note" }, two("永久識別碼：", "Identifier for ever: "), h("a", { href: `index.html#${item.id}` }, h("code", {}, item.id)))),
          around(plan, plan.order.indexOf(one))),
        other ? null : h("div", { class: "pages" }, h("h2", {}, two("原件頁面", "Pages of the document")), sheets(plan, one))),
    ].flat(Infinity).filter(Boolean);
  };
  const missing = (plan, id) => {
    const stays = plan.joined[id];
    const name = stays ? two("此項目已併入另一項目", "This item was joined to another one") : two("本計畫沒有此項目", "The plan has no such item");
    return [crumbs(plan, ""), h("h1", { tabindex: "-1" }, name),
      h("p", {}, h("code", {}, id), stays ? [" → ", zh("a", { href: `#${stays}` }, titled(plan.items.get(stays).item))] : null)];
  };

  const keep = (id, packed) => {
    const told = unpacked(id, packed);
    const { plan, findings } = told.document;
    const about = new Map();
    for (const one of findings) about.set(one.item_id, [...(about.get(one.item_id) ?? []), one]);
    const order = plan.sections.flatMap((held) => held.items.map((item) => ({ section: held, item, findings: about.get(item.id) ?? [] })));
    plans.set(id, { ...told, plan: id, order, items: new Map(order.map((one) => [one.item.id, one])) });
  };
  /* What is shown of an item, with its title; of one that the plan does not have, that it does not. ``beside``: plan and
     identifier of another item whose pages are shown beside its own, where that plan is known. */
  const shown = (planId, id, beside) => {
    const plan = plans.get(planId);
    const one = plan.items.get(id);
    const other = beside && plans.get(beside.plan)?.items.get(beside.id);
    return { title: one ? titled(one.item) : id, parts: one ? view(plan, one, other && { plan: plans.get(beside.plan), one: other }) : missing(plan, id) };
  };
  return { keep, shown, has: (planId) => plans.has(planId) };
})();
workplan.keep = workplanItem.keep;
