// What Piccolo Admin's page leaves to Linli: signing in and out, and the phrases that it knows in English only.
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

  const phrases = JSON.parse(document.getElementById("phrases").textContent);
  if (!Object.keys(phrases).length) return;
  const said = (text) => {
    const numbers = text.match(/\d+/g) || [];
    const phrase = phrases[text.trim().replace(/\d+/g, "#")];
    return phrase && text.replace(text.trim(), phrase.replace(/#/g, () => numbers.shift()));
  };
  const speak = (root) => {
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = texts.currentNode; node; node = texts.nextNode()) {
      if (node.nodeType !== Node.TEXT_NODE || node.parentElement?.closest(".table_wrapper tbody")) continue;
      const better = said(node.nodeValue);
      if (better) node.nodeValue = better;
    }
    if (root.querySelectorAll) {
      for (const name of ["placeholder", "label"]) {
        for (const field of root.querySelectorAll(`[${name}]`)) {
          const better = said(field.getAttribute(name));
          if (better) field.setAttribute(name, better);
        }
      }
    }
  };
  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "characterData") speak(change.target);
      for (const node of change.addedNodes) speak(node);
    }
  }).observe(document.getElementById("app"), { childList: true, characterData: true, subtree: true });
})();
