// Signing in and out is Linli's: its own pages, its own form.
(() => {
  const leave = () => {
    if (location.hash.startsWith("#/login")) location.replace("/sign-in?next=%2Fadmin%2F");
  };
  addEventListener("hashchange", leave);
  // The page's router changes the address without that event.
  for (const name of ["pushState", "replaceState"]) {
    const original = history[name];
    history[name] = function (...args) {
      const answer = original.apply(this, args);
      leave();
      return answer;
    };
  }
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
})();
