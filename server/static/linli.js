// Progressive help only: every page works without this file. ES2017 at most, for old WebViews.
(function () {
  "use strict";

  function each(root, selector, act) {
    if (root.matches && root.matches(selector)) act(root);
    Array.prototype.forEach.call(root.querySelectorAll(selector), act);
  }

  // ---- writes through htmx carry the token that forms carry in a hidden field
  document.addEventListener("htmx:configRequest", function (event) {
    var meta = document.querySelector('meta[name="csrf-token"]');
    if (meta) event.detail.headers["x-csrf-token"] = meta.content;
  });
  // Refusals come back as a filled-in form (422, 409): show them.
  document.addEventListener("htmx:beforeSwap", function (event) {
    var status = event.detail.xhr.status;
    if (status === 422 || status === 409) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // ---- one tap, one record: op_id makes a second one harmless, this makes it visible
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if ((form.method || "").toLowerCase() !== "post" || event.defaultPrevented) return;
    // After this turn, so that the pressed button's own name and value are still sent.
    setTimeout(function () {
      each(form, "button:not([type=button])", function (button) { button.disabled = true; });
    }, 0);
    setTimeout(function () { free(document); }, 8000);
    markSent(form);
  });
  function free(root) {
    each(root, "form button[disabled]", function (button) { button.disabled = false; });
  }
  window.addEventListener("pageshow", function () { free(document); });

  // ---- − and + beside a number
  function stepper(box) {
    var input = box.querySelector("input");
    each(box, "button[data-step]", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () {
        var low = input.min === "" ? -Infinity : Number(input.min);
        var high = input.max === "" ? Infinity : Number(input.max);
        var now = Number(input.value) || 0;
        input.value = String(Math.min(high, Math.max(low, now + Number(button.dataset.step))));
        input.dispatchEvent(new Event("input", { bubbles: true }));
        input.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
  }

  // ---- a long list of people: a filter, a count, tick all that are shown
  function people(box) {
    var tools = box.querySelector(".people-tools");
    var filter = box.querySelector("[data-people-filter]");
    var all = box.querySelector("[data-people-all]");
    var count = box.querySelector("[data-people-count]");
    var rows = Array.prototype.slice.call(box.querySelectorAll("[data-find]"));
    if (!rows.length) return;
    tools.hidden = false;
    function tell() {
      count.textContent = count.dataset.text.replace("#", box.querySelectorAll("[data-find] input:checked").length);
    }
    filter.addEventListener("input", function () {
      var wanted = filter.value.trim().toLowerCase();
      rows.forEach(function (row) { row.hidden = row.dataset.find.toLowerCase().indexOf(wanted) < 0; });
    });
    // Enter in the filter must not send the form around it.
    filter.addEventListener("keydown", function (event) { if (event.key === "Enter") event.preventDefault(); });
    all.addEventListener("click", function () {
      var shown = rows.filter(function (row) { return !row.hidden; }).map(function (row) { return row.querySelector("input"); });
      var tick = shown.some(function (input) { return !input.checked; });
      shown.forEach(function (input) { input.checked = tick; });
      tell();
    });
    box.addEventListener("change", tell);
    tell();
  }

  // ---- a draft of a long text outlives a reload or a lost connection. Only where the page asks for it (data-draft), only in
  // this tab's sessionStorage, and only until the form's answer is another page or brings a notice.
  function draftKey(area) { return "draft:" + location.pathname + ":" + area.name; }
  function store(act) { try { return act(window.sessionStorage); } catch (refused) { return null; } }
  function draft(area) {
    var key = draftKey(area);
    var kept = store(function (box) { return box.getItem(key); });
    if (kept && !area.value) area.value = kept;
    area.addEventListener("input", function () {
      store(function (box) { box.setItem(key, area.value); });
    });
  }
  function dropSentDraft() {
    store(function (box) {
      var sent = JSON.parse(box.getItem("sent") || "[]");
      var here = "draft:" + location.pathname + ":";
      if (!document.querySelector(".notice") && sent.some(function (key) { return key.indexOf(here) === 0; })) return;
      sent.forEach(function (key) { box.removeItem(key); });
      box.removeItem("sent");
    });
  }
  function markSent(form) {
    var keys = Array.prototype.map.call(form.querySelectorAll("textarea[data-draft]"), draftKey);
    if (keys.length) store(function (box) { box.setItem("sent", JSON.stringify(keys)); });
  }

  // ---- questions: <a data-dialog="id"> opens <dialog id>; without <dialog> the link leads to the page that asks the same
  function dialogLink(link) {
    var dialog = document.getElementById(link.dataset.dialog);
    if (!dialog || !dialog.showModal) return;
    link.addEventListener("click", function (event) { event.preventDefault(); dialog.showModal(); });
    each(dialog, "[data-close]", function (button) {
      button.addEventListener("click", function (event) { event.preventDefault(); dialog.close(); });
    });
  }

  // ---- an open menu closes on Escape and on a tap beside it
  function closeMenus(except) {
    each(document, "details.menu[open]", function (menu) {
      if (!except || !menu.contains(except)) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) { closeMenus(event.target); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  });

  // ---- the list of faults says which field each belongs to
  function nameField(link) {
    var input = document.getElementById(link.getAttribute("href").slice(1));
    var set = input && input.closest("fieldset");
    var label = set ? set.querySelector("legend") : input && input.labels && input.labels[0];
    var name = label && label.firstChild ? label.firstChild.textContent.trim() : "";
    if (name) link.textContent = name + " · " + link.textContent;
  }

  // ---- what is typed into a password box, shown and hidden again; sent as a password all the same
  function reveal(button) {
    var input = document.getElementById(button.dataset.reveal);
    var show = button.textContent;
    function set(shown) {
      input.type = shown ? "text" : "password";
      button.textContent = shown ? button.dataset.other : show;
    }
    button.hidden = false;
    button.addEventListener("click", function () { set(input.type === "password"); });
    input.form.addEventListener("submit", function () { set(false); });
  }

  // ---- a link or a key, taken along; execCommand because old WebViews know nothing else
  function copier(button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      document.getElementById(button.dataset.copies).select();
      if (document.execCommand("copy")) button.textContent = button.dataset.other;
    });
  }

  // ---- faults first, newest months in sight
  function furnish(root) {
    each(root, "[data-stepper]", stepper);
    each(root, "[data-people]", people);
    each(root, "textarea[data-draft]", draft);
    each(root, "[data-dialog]", dialogLink);
    each(root, "[data-reveal]", reveal);
    each(root, "[data-copies]", copier);
    each(root, "[data-print]", function (button) {
      button.hidden = false;
      button.addEventListener("click", function () { window.print(); });
    });
    each(root, ".chart-box", function (box) { box.scrollLeft = box.scrollWidth; });
    each(root, ".error-summary", function (summary) {
      each(summary, "a", nameField);
      summary.focus();
    });
  }

  dropSentDraft();
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", function () { furnish(document); });
  } else {
    furnish(document);
  }
  document.addEventListener("htmx:afterSwap", function (event) { furnish(event.detail.elt); });
})();
