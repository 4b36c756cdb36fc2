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
      return zh ? `〈${cell(row, "plan_item")}〉${page ? `第 ${page} 頁，` : ""}項目 ${cell(row, "id")}`
        : `“${cell(row, "plan_item")}”, ${page ? `p. ${page}, ` : ""}item ${cell(row, "id")}`;
    });
    return `${cell(own[0], "agency") ?? (zh ? "（機關不明）" : "(office unknown)")}${zh ? "，" : ", "}${plan}${items.join(zh ? "、" : "; ")}`;
  };
  const texts = (row) => {
    const own = rows[row.dataset.row] ?? [];
    /* What a person has not confirmed yet is not quoted as if it were. */
    const isUncertain = own.some((one) => one[at.band] === "uncertain");
    const words = (name) => (row.querySelector(`.status .${name}`) ?? row.querySelector(".status")).textContent;
    const rest = (language) => [told(table, "cited", language), address(`#${row.id}`, language), told(table, "version", language)];
    return [
      `${side(own, "old", "zh")} → ${side(own, "new", "zh")}：${words("zh")}${isUncertain ? "（對應待確認）" : ""}。來源檔 ${rest("zh").join("，")}。`,
      `${side(own, "old", "en")} → ${side(own, "new", "en")}: ${words("en")}${isUncertain ? " (match to be confirmed)" : ""}. Source ${rest("en").join(", ")}.`,
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
