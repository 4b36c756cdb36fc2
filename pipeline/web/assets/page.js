"use strict";
/* What the scripts of all pages share: language, what stands in the address, files for download, texts to copy.
   They stand at a page's end or wait for it. Text is always set as text, never as markup. */
const workplanPage = (() => {
  const english = () => document.getElementById("show-en")?.checked ?? false;
  const both = (zh, en) => (english() ? en : zh);
  const made = (tag, text, set = {}) => Object.assign(document.createElement(tag), { textContent: text ?? "", ...set });
  const two = (zh, en) => [made("span", zh, { className: "zh" }), made("span", en, { className: "en", lang: "en" })];
  const button = (zh, en, act, set = {}) => {
    const one = made("button", "", { type: "button", ...set });
    one.append(...two(zh, en));
    one.addEventListener("click", act);
    return one;
  };

  /* The language that somebody chose is kept; before that it is the browser's, where the page leaves it open. */
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
    const isOpen = radios.some((radio) => "open" in radio.dataset);
    const browsers = /^zh\b/i.test(navigator.language || "zh") ? "show-zh" : "show-en";
    const wanted = remembered() ?? (isOpen ? browsers : null);
    for (const radio of radios) {
      if (radio.id === wanted) radio.checked = true;
      radio.addEventListener("change", () => {
        remembered(radio.id);
        speak();
      });
    }
    speak();
  };

  /* What is searched, filtered and sorted stands behind the address's "#", which pages from a disk may change too. */
  const asked = () => new URLSearchParams(location.hash.includes("=") ? location.hash.slice(1) : location.search);
  const remember = (values) => {
    const told = asked();
    for (const [name, value] of Object.entries(values)) {
      if (value === null || value === "") told.delete(name);
      else told.set(name, value);
    }
    const hash = told.toString();
    if (hash === asked().toString()) return;
    const place = hash ? `#${hash}` : "";
    try {
      history.replaceState(null, "", location.pathname + place);
    } catch {
      history.replaceState(null, "", place || "#"); // a browser may let pages from a disk change no more than that
    }
  };

  /* Copy what is shown of a text; where a browser keeps its clipboard shut the text is selected. */
  const copy = (button, text) => {
    const shown = [...text.querySelectorAll(".zh, .en")].find((one) => one.offsetParent) ?? text;
    const select = () => getSelection().selectAllChildren(shown);
    const done = () => button.replaceChildren(...two("已複製", "Copied"));
    if (!navigator.clipboard) return select();
    navigator.clipboard.writeText(shown.textContent).then(done, select);
  };
  const copies = (within = document) => {
    for (const one of within.querySelectorAll("button[data-copies]")) {
      one.hidden = false;
      one.addEventListener("click", () => copy(one, document.getElementById(one.dataset.copies)));
    }
  };

  /* A file of what the page holds already: nothing is asked of any place. */
  const save = (name, content) => {
    const link = made("a", "", { href: URL.createObjectURL(content), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  };

  language();
  copies();
  return { english, both, made, two, button, asked, remember, copies, save };
})();
