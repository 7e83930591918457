// What Piccolo Admin's page leaves to Linli: signing in and out, the phrases that it knows in English only, names for
// the fields and signs that have none for those who hear the page, and a name for each write, sent twice or not.
(() => {
  const leave = () => {
    if (location.hash.startsWith("#/login")) location.replace("/sign-in?next=%2Fadmin%2F");
  };
  // The page's router changes the address without an event.
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...args) {
      const answer = original.apply(this, args);
      leave();
      return answer;
    };
  }
  addEventListener("hashchange", leave);
  leave();

  document.addEventListener(
    "click",
    (event) => {
      if (!event.target.closest('[data-uitest="logout_button"]')) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      document.getElementById("sign-out").submit();
    },
    true,
  );

  // The same form sent again before it was answered well is the same write.
  const writes = new Map();
  const { open, send } = XMLHttpRequest.prototype;
  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.linliForm = method.toUpperCase() === "POST" && String(url).includes("/forms/") ? String(url) : "";
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (body) {
    if (this.linliForm) {
      const meant = this.linliForm + body;
      if (!writes.has(meant)) writes.set(meant, newId());
      this.setRequestHeader("x-op-id", writes.get(meant));
      this.addEventListener("load", () => this.status < 300 && writes.delete(meant));
    }
    return send.call(this, body);
  };
  // crypto.randomUUID is there on https only.
  const newId = () =>
    "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
      (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16),
    );

  const phrases = JSON.parse(document.getElementById("phrases").textContent);
  const said = (text) => {
    const numbers = text.match(/\d+/g) || [];
    const phrase = phrases[text.trim().replace(/\d+/g, "#")];
    return phrase && text.replace(text.trim(), phrase.replace(/#/g, () => numbers.shift()));
  };
  const signs = {
    "angle-left": "Previous",
    "angle-right": "Next",
    bars: "Menu",
    "caret-down": "Sort",
    "caret-up": "Sort",
    xmark: "Close",
  };
  const name = (element, text) => element.hasAttribute("aria-label") || element.setAttribute("aria-label", text);
  const nameAll = (root) => {
    for (const field of root.querySelectorAll("input, select, textarea")) {
      const unnamed = field.tagName === "SELECT" ? "Rows per page" : "Page";
      name(field, field.name.split("__")[0] || phrases[unnamed] || unnamed);
    }
    for (const link of root.querySelectorAll("a")) {
      const sign = signs[link.querySelector("svg")?.dataset.icon];
      if (sign && !link.textContent.trim()) name(link, phrases[sign] || sign);
    }
  };
  const speak = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.currentNode; node; node = texts.nextNode()) {
      if (node.nodeType !== Node.TEXT_NODE || node.parentElement?.closest(".table_wrapper tbody")) continue;
      const better = said(node.nodeValue);
      if (better) node.nodeValue = better;
    }
    if (!root.querySelectorAll) return;
    for (const attribute of ["placeholder", "label"]) {
      for (const field of root.querySelectorAll(`[${attribute}]`)) {
        const better = said(field.getAttribute(attribute));
        if (better) field.setAttribute(attribute, better);
      }
    }
    nameAll(root.parentElement || root);
  };
  const app = document.getElementById("app");
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") speak(change.target);
      for (const node of change.addedNodes) speak(node);
    }
  }).observe(app, { childList: true, characterData: true, subtree: true });
  speak(app);
})();
