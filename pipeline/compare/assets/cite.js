"use strict";
/* A citation of each change, made when somebody asks for it. */
(() => {
  const table = document.getElementById("items");
  const held = document.getElementById("changes-data");
  if (!table || !held) return;
  const { made, two, copies } = workplanPage;
  const { address, told, plain } = workplanTake;
  const { columns, rows } = JSON.parse(held.textContent);
  const at = Object.fromEntries(columns.map(([key], place) => [key, place]));

  const dollars = (twd, language, sign = false) => {
    const number = Math.abs(twd).toLocaleString("en");
    const before = twd < 0 ? "−" : sign && twd > 0 ? "+" : "";
    return language === "zh" ? `${before}${number} 元` : `${before}NT$${number}`;
  };
  const budget = (row, when, language) => {
    const [twd, raw] = [row[at[`${when}_budget_twd`]], row[at[`${when}_budget_raw`]]];
    if (twd === null && !raw) return language === "zh" ? "無預算格，" : "no budget cell, ";
    const told = twd === null ? (language === "zh" ? `「${raw}」` : `“${raw}”`) : dollars(twd, language);
    return language === "zh" ? `本年度預算 ${told}，` : `budget ${told}, `;
  };
  const side = (rows, when, language) => {
    const zh = language === "zh";
    const own = rows.filter((row) => row[at[`${when}_id`]]);
    if (!own.length) return zh ? "（無對應項目）" : "(no such item)";
    const cell = (row, name) => row[at[`${when}_${name}`]];
    const year = cell(own[0], "year_roc");
    const plan = zh ? `《${year ? `${year} 年度` : "年度不明"}工作計畫》` : `work plan ${year ? `${year + 1911} (ROC ${year})` : "year unknown"}`;
    const seen = new Map(own.map((row) => [cell(row, "id"), row]));
    const items = [...seen.values()].map((row) => {
      const page = cell(row, "first_page");
      const section = cell(row, "section") ?? "";
      return zh ? `${section}〈${cell(row, "plan_item")}〉，${budget(row, when, language)}${page ? `第 ${page} 頁，` : ""}項目 ${cell(row, "id")}`
        : `${section}${section ? ", " : ""}“${cell(row, "plan_item")}”, ${budget(row, when, language)}${page ? `p. ${page}, ` : ""}item ${cell(row, "id")}`;
    });
    return `${cell(own[0], "agency") ?? (zh ? "（機關不明）" : "(office unknown)")}${zh ? "，" : ", "}${plan}${items.join(zh ? "、" : "; ")}`;
  };
  const texts = (row) => {
    const own = rows[row.dataset.row] ?? [];
    /* What a person has not confirmed yet is not quoted as if it were. */
    const isUncertain = own.some((one) => one[at.band] === "uncertain");
    const words = (name) => (row.querySelector(`.status .${name}`) ?? row.querySelector(".status")).textContent;
    const differs = own.map((one) => one[at.difference_twd]).find((twd) => typeof twd === "number");
    const difference = (language) => (typeof differs !== "number" ? "" : language === "zh" ? `，本年度預算增減 ${dollars(differs, "zh", true)}` : `, budget ${dollars(differs, "en", true)}`);
    const rest = (language) => [told(table, "cited", language), address(`#${row.id}`, language), told(table, "version", language)];
    return [
      `${side(own, "old", "zh")} → ${side(own, "new", "zh")}：${words("zh")}${isUncertain ? "（待確認）" : ""}${difference("zh")}。來源檔 ${rest("zh").join("，")}。`,
      `${side(own, "old", "en")} → ${side(own, "new", "en")}: ${words("en")}${isUncertain ? " (uncertain)" : ""}${difference("en")}. Source ${rest("en").join(", ")}.`,
    ].map(plain);
  };
  for (const row of table.querySelectorAll("tr[data-row]")) {
    const details = made("details", "", { className: "cite" });
    const summary = made("summary", "");
    summary.append(...two("引用", "Cite"));
    details.append(summary);
    details.addEventListener("toggle", () => {
      const text = made("p", "", { className: "citation", id: `cite-${row.id}` });
      text.append(...two(...texts(row)));
      const copy = made("button", "", { type: "button" });
      copy.dataset.copies = text.id;
      copy.append(...two("複製引用文字", "Copy the citation"));
      details.replaceChildren(summary, text, copy);
      copies(details);
    }, { once: true });
    row.cells[1].append(details);
  }
})();
