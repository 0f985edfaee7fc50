// Search over all notebooks, light or dark, and charts as wide as the page. The pages are complete without it.
(() => {
  "use strict";
  const root = document.documentElement, input = document.getElementById("search"), found = document.getElementById("found");

  document.getElementById("theme").addEventListener("click", () => {
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
    try { localStorage.setItem("theme", root.dataset.theme); } catch { /* a page from the disk may have no storage: the choice lasts as long as the page */ }
  });

  // The index is fetched when somebody searches; as a script, because a page from the disk may not fetch.
  let loading;
  const index = () => loading ??= new Promise(resolve => {
    const script = document.createElement("script");
    script.src = "search.js";
    script.onload = () => resolve(window.siteIndex);
    script.onerror = () => { loading = undefined; resolve([]); };
    document.head.append(script);
  });

  const plain = text => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

  // Every word must occur; in a heading it counts most, in the title next.
  function search(entries, words) {
    const hits = [];
    for (const entry of entries) {
      const [section, title, text] = [plain(entry.section), plain(entry.title), plain(entry.text)];
      let score = 0;
      for (const word of words) {
        const here = (section.includes(word) ? 8 : 0) + (title.includes(word) ? 3 : 0) + Math.min(4, text.split(word).length - 1);
        if (!here) { score = 0; break; }
        score += here;
      }
      if (score) hits.push({ entry, score });
    }
    return hits.sort((a, b) => b.score - a.score).slice(0, 12).map(hit => hit.entry);
  }

  function snippet(text, words) {
    const at = Math.max(0, plain(text).indexOf(words[0])), from = Math.max(0, at - 40), part = text.slice(from, from + 140), line = document.createElement("small");
    line.append(from > 0 ? "…" : "");
    const low = plain(part);
    for (let i = 0; i < part.length;) {
      const next = words.map(word => ({ word, at: low.indexOf(word, i) })).filter(hit => hit.at >= 0).sort((a, b) => a.at - b.at)[0];
      if (!next || low.length !== part.length) { line.append(part.slice(i)); break; }
      line.append(part.slice(i, next.at));
      const mark = document.createElement("mark");
      mark.append(part.slice(next.at, next.at + next.word.length));
      line.append(mark);
      i = next.at + next.word.length;
    }
    return line;
  }

  async function show() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    if (words.length === 0) { found.hidden = true; return; }
    const hits = search(await index(), words);
    found.replaceChildren(...hits.map(entry => {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = entry.page + (entry.id ? "#" + entry.id : "");
      link.append(entry.section === entry.title ? entry.title : `${entry.title} › ${entry.section}`, snippet(entry.text, words));
      link.addEventListener("click", () => { found.hidden = true; });
      item.append(link);
      return item;
    }));
    if (hits.length === 0) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = "Nothing found";
      found.append(none);
    }
    found.hidden = false;
  }

  input.addEventListener("input", show);
  input.addEventListener("focus", show);
  document.addEventListener("keydown", event => {
    const links = [...found.querySelectorAll("a")], at = links.indexOf(document.activeElement);
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); input.focus(); }
    else if (event.key === "Escape") { found.hidden = true; input.blur(); }
    else if (!found.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      (links[at + (event.key === "ArrowDown" ? 1 : -1)] ?? input).focus();
    }
    else if (event.key === "Enter" && document.activeElement === input) links[0]?.click();
  });
  document.addEventListener("click", event => { if (!event.target.closest(".search")) found.hidden = true; });

  // Charts have a size of their own: where the page is narrower, they follow it.
  const full = new WeakMap();
  function fit(chart) {
    if (!window.Plotly || !chart.layout) return;
    if (!full.has(chart)) full.set(chart, {
      width: chart.layout.width ?? chart.offsetWidth, height: chart.layout.height ?? chart.offsetHeight,
      font: chart.layout.font?.size ?? 12, title: chart.layout.title?.font?.size ?? 17, left: chart.layout.margin?.l ?? 80, right: chart.layout.margin?.r ?? 80,
    });
    const size = full.get(chart), room = chart.closest(".output").clientWidth, width = Math.min(size.width, room);
    if (Math.abs((chart.layout.width ?? 0) - width) < 1) return;
    const small = Math.max(width / size.width, .6), narrow = width < size.width;
    window.Plotly.relayout(chart, {
      width, height: narrow ? Math.max(size.height * small, 260) : size.height,
      "font.size": size.font * small, "title.font.size": size.title * small, "margin.l": size.left * small, "margin.r": size.right * small,
      dragmode: narrow ? false : "zoom",
    });
  }
  const fitAll = () => document.querySelectorAll(".js-plotly-plot").forEach(fit);
  new MutationObserver(fitAll).observe(document.body, { childList: true, subtree: true });
  addEventListener("resize", fitAll);
})();
