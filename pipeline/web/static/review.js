// Keys and the list of keys. Everything works without this script.
"use strict";

(() => {
  const dialog = document.getElementById("keys");
  const choice = document.getElementById("keys-on");
  if (!dialog || !choice) return;
  const STORED = "caveat-single-keys";

  const remember = (value) => {
    try {
      localStorage.setItem(STORED, value);
    } catch {
      // A browser that keeps nothing still has the switch for this page.
    }
  };
  const remembered = () => {
    try {
      return localStorage.getItem(STORED);
    } catch {
      return null;
    }
  };

  choice.checked = remembered() !== "off";
  choice.addEventListener("change", () => remember(choice.checked ? "on" : "off"));

  const isWriting = (element) =>
    element instanceof HTMLElement &&
    (element.isContentEditable || element.matches("input:not([type=checkbox]), textarea, select"));

  const findTarget = (key) =>
    [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));

  const use = (element) => {
    if (element.tagName !== "SUMMARY") {
      element.click();
      return;
    }
    const details = element.parentElement;
    details.open = true;
    (details.querySelector("textarea") || element).focus();
  };

  const showKeys = () => {
    if (!dialog.open) dialog.showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && isWriting(event.target)) {
      event.target.blur();
      return;
    }
    if (isWriting(event.target) || dialog.open || !choice.checked || event.repeat) return;
    if (event.key === "?") {
      event.preventDefault();
      showKeys();
      return;
    }
    const target = findTarget(event.key);
    if (target && !target.disabled) {
      event.preventDefault();
      use(target);
    }
  });

  for (const link of document.querySelectorAll("[data-help]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      showKeys();
    });
  }

  // A form is sent once: a second press of the same button would be a second decision on another text.
  for (const form of document.querySelectorAll('form[method="post"]')) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) event.preventDefault();
      form.dataset.sent = "yes";
    });
  }
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // Words that were written and not sent are worth a question.
  let isSending = false;
  document.addEventListener("submit", (event) => {
    if (!event.defaultPrevented) isSending = true;
  });
  window.addEventListener("beforeunload", (event) => {
    const changed = [...document.querySelectorAll("textarea")].some((one) => one.value !== one.defaultValue);
    if (changed && !isSending) event.preventDefault();
  });
})();
