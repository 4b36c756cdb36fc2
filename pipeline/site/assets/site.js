"use strict";
/* Marks on pages, items in place of their plan's page. Text is always set as text, never as markup. */
const workplan = (() => {
  const { english, both, made, copies } = workplanPage;

  const loaded = (source) => new Promise((resolve, reject) => {
    const script = made("script", "", { src: source, onload: resolve, onerror: reject });
    document.head.append(script);
  });

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

  /* At an item's address the item stands in place of the plan's page; without a script that is the item's row. */
  const items = () => {
    const main = document.getElementById("main");
    const page = document.getElementById("plan");
    if (!page) return;
    const { plans: plan, root } = main.dataset;
    const title = document.title;
    const view = made("div", "", { id: "item", hidden: true });
    main.prepend(view);
    let loading = null;
    let left = null;
    /* What filters, sorts and takes away what the plan's page shows is not loaded with an item. */
    let tools = null;
    const equip = () => {
      tools ??= ["take", "table", "chart", "hits", "search"].reduce((before, name) => before.then(() => loaded(`${root}assets/${name}.js`)), Promise.resolve());
    };
    const dataOf = (name) => loaded(`${root}plans/${encodeURIComponent(name)}/plan.js`);
    const load = async () => {
      await loaded(`${root}assets/words.js`);
      await loaded(`${root}assets/item.js`);
      await dataOf(plan);
    };
    /* An item, or with the plan and the identifier of another one whose pages are to stand beside its own. */
    const asked = () => {
      try {
        const [id, name, other] = decodeURIComponent(location.hash.slice(1)).split("~");
        if (!id.startsWith(`${plan}-`)) return null;
        return { id, beside: /^[\w.-]+$/.test(name ?? "") && other ? { plan: name, id: other } : null };
      } catch {
        return null; // no address of an item
      }
    };
    const leave = () => {
      equip();
      if (view.hidden) return;
      view.hidden = true;
      page.hidden = false;
      delete main.dataset.item;
      document.title = title;
      const place = document.getElementById(location.hash.slice(1));
      if (left !== null) scrollTo(0, left);
      else if (place) place.scrollIntoView();
    };
    const show = async () => {
      const wanted = location.hash;
      const { id, beside } = asked() ?? {};
      if (!id) return leave();
      if (view.hidden) left = scrollY;
      try {
        await (loading ??= load());
        if (beside && !workplanItem.has(beside.plan)) await dataOf(beside.plan);
      } catch {
        loading = null;
        view.replaceChildren(made("p", both("項目資料無法載入，請確認網站檔案完整。", "The item could not be loaded; is the site whole?"), { className: "notice" }));
        view.hidden = false;
        return;
      }
      if (location.hash !== wanted) return;
      const shown = workplanItem.shown(plan, id, beside);
      main.dataset.item = id;
      document.title = `${shown.title} · ${title}`;
      view.replaceChildren(...shown.parts);
      view.hidden = false;
      page.hidden = true;
      scrollTo(0, 0);
      view.querySelector("h1").focus({ preventScroll: true });
      pages(view);
      copies(view);
    };
    addEventListener("hashchange", show);
    show();
  };

  addEventListener("beforeprint", () => {
    for (const image of document.querySelectorAll("img[loading=lazy]")) image.loading = "eager";
  });
  addEventListener("DOMContentLoaded", () => {
    pages();
    items();
  });
  return { both, english, made, loaded, pages };
})();
