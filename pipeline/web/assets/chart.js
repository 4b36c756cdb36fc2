"use strict";
/* Charts as files: an SVG that holds title, unit, numbers, source and address, so that it can be quoted, and a PNG of it. */
(() => {
  const { both, made, button, save } = workplanPage;
  const { plain, headOf, nameOf } = workplanTake;
  const SPACE = "http://www.w3.org/2000/svg";
  const FONTS = "'Noto Sans TC','Noto Sans CJK TC','Microsoft JhengHei','PingFang TC',sans-serif";
  const TITLE_PX = 12;
  const NOTE_PX = 7;
  const MARGIN_PX = 8;
  const LEADING = 1.5;
  const PNG_SCALE = 4;

  const drawn = (tag, set, text = "") => {
    const element = document.createElementNS(SPACE, tag);
    for (const [name, value] of Object.entries(set)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  };
  /* Lines of a text: a character of Chinese is as wide as it is high, others about half of that. */
  const lines = (text, width) => {
    const found = [""];
    let used = 0;
    for (const piece of plain(text).match(/[!-~]+\s?|[\s\S]/gu) ?? []) {
      for (const part of piece.length * 0.56 > width ? piece : [piece]) {
        const size = [...part].reduce((sum, one) => sum + (one < "\u1100" ? 0.56 : 1), 0);
        if (used + size > width) {
          found.push("");
          used = 0;
        }
        found[found.length - 1] += part;
        used += size;
      }
    }
    return found;
  };

  const whole = (box) => {
    const figure = box.closest("figure");
    const chart = box.querySelector("svg");
    const [, , width, height] = chart.getAttribute("viewBox").split(" ").map(Number);
    const title = figure.querySelector("figcaption").innerText;
    const head = headOf(figure, `${document.querySelector("h1").innerText.replace(/\s+/g, " ")} · ${title}`);
    const notes = [...box.parentElement.children].filter((one) => one.matches(".note")).map((one) => one.innerText);
    const source = head.source.replace(/([0-9a-f]{12})[0-9a-f]{52}/g, "$1…");
    notes.push(both(`資料來源：${source}`, `Source: ${source}`), both(`版本：${head.version}`, `Version: ${head.version}`), head.address);
    const [above, below] = [[head.title], notes].map((texts, at) => texts.flatMap((text) => lines(text, (width - 2 * MARGIN_PX) / (at ? NOTE_PX : TITLE_PX))));
    const top = MARGIN_PX + above.length * TITLE_PX * LEADING;
    const bottom = MARGIN_PX + below.length * NOTE_PX * LEADING;
    const all = top + height + bottom;
    const svg = drawn("svg", { xmlns: SPACE, viewBox: `0 0 ${width} ${all}`, width: width * 2, height: all * 2, "font-family": FONTS, role: "img" });
    const inner = drawn("g", { transform: `translate(0 ${top})`, "font-size": chart.getAttribute("font-size") });
    for (const child of chart.cloneNode(true).children) if (!/^(title|desc)$/.test(child.localName)) inner.append(child.cloneNode(true));
    const text = (found, size, y, set) => found.map((line, at) => drawn("text", { x: MARGIN_PX, y: y + (at + 1) * size * LEADING - size * 0.4, "font-size": size, ...set }, line));
    svg.append(drawn("title", {}, head.title), drawn("desc", {}, chart.querySelector("desc")?.textContent ?? ""), drawn("rect", { width, height: all, fill: "#ffffff" }),
      ...text(above, TITLE_PX, MARGIN_PX / 2, { fill: "#1a1a1a", "font-weight": "bold" }), inner, ...text(below, NOTE_PX, top + height, { fill: "#4a4a4a" }));
    return { width, all, content: new XMLSerializer().serializeToString(svg) };
  };
  const asSvg = (box, part) => save(nameOf(part, "svg"), new Blob([whole(box).content], { type: "image/svg+xml" }));
  const asPng = async (box, part) => {
    const { width, all, content } = whole(box);
    const image = new Image();
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(content)}`;
    await image.decode();
    const canvas = made("canvas", "", { width: width * PNG_SCALE, height: Math.ceil(all * PNG_SCALE) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((content) => save(nameOf(part, "png"), content), "image/png");
  };

  /* A figure may hold the same on another scale, whose notes are its own. */
  [...document.querySelectorAll("figure .svg")].forEach((box, at) => {
    const { id } = box.closest("figure");
    const part = id && box.parentElement.id === id ? id : `chart-${at + 1}`;
    const bar = made("div", "", { className: "taken" });
    bar.append(button("下載 SVG", "Download SVG", () => asSvg(box, part), { className: "take svg-file" }),
      button("下載 PNG", "Download PNG", () => asPng(box, part), { className: "take png-file" }));
    box.after(bar);
  });
})();
