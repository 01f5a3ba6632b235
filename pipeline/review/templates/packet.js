(function () {
  "use strict";
  var form = document.getElementById("packet");
  var save = document.getElementById("save");
  var progress = document.getElementById("progress");
  var after = document.getElementById("after");
  var cards = Array.prototype.slice.call(form.querySelectorAll(".card"));
  var key = "caveat-packet-" + form.dataset.packet;

  function decisionOf(card) {
    var chosen = card.querySelector("input[type=radio]:checked");
    return chosen ? chosen.value : "";
  }

  function read(card) {
    var unit = card.querySelector("input[type=hidden]");
    var answer = {
      locale: form.dataset.locale,
      document: unit.dataset.document,
      unit: unit.dataset.unit,
      decision: decisionOf(card)
    };
    var words = card.querySelector("textarea").value.trim();
    if (words && answer.decision !== "approve") { answer.words = words; }
    return answer;
  }

  function keep() {
    var kept = cards.map(function (card) { return [decisionOf(card), card.querySelector("textarea").value]; });
    try { localStorage.setItem(key, JSON.stringify(kept)); } catch (error) { /* a browser that keeps nothing */ }
  }

  function recall() {
    var kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch (error) { /* nothing was kept */ }
    if (!Array.isArray(kept)) { return; }
    cards.forEach(function (card, place) {
      var one = kept[place];
      if (!Array.isArray(one)) { return; }
      card.querySelectorAll("input[type=radio]").forEach(function (radio) { radio.checked = radio.value === one[0]; });
      card.querySelector("textarea").value = String(one[1]);
    });
  }

  function show() {
    var done = cards.filter(decisionOf).length;
    progress.textContent = done + " of " + cards.length + " decided";
  }

  function findWordless() {
    return cards.filter(function (card) {
      var decision = decisionOf(card);
      var isWordless = (decision === "reject" || decision === "comment") && !card.querySelector("textarea").value.trim();
      card.querySelector(".problem").textContent = isWordless ? "Please say why, in a few words." : "";
      return isWordless;
    });
  }

  function isReady(event) {
    var wordless = findWordless();
    if (wordless.length) {
      event.preventDefault();
      wordless[0].querySelector("textarea").focus();
      return false;
    }
    if (!cards.some(decisionOf)) {
      event.preventDefault();
      after.textContent = "Nothing is decided yet.";
      return false;
    }
    return true;
  }

  function download(event) {
    if (!isReady(event)) { return; }
    var data = {
      caveat: form.dataset.format,
      reviewer: form.dataset.reviewer,
      token: form.dataset.token,
      packet: form.dataset.packet,
      made: form.dataset.made,
      answers: cards.filter(decisionOf).map(read)
    };
    var blob = new Blob([JSON.stringify(data, null, 1) + "\n"], { type: "application/json" });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = "answers-" + form.dataset.locale + "-" + form.dataset.packet + ".json";
    document.body.appendChild(link);
    link.click();
    link.remove();
    after.textContent = "Saved as " + link.download + ". Send this file to whoever gave you the packet.";
  }

  recall();
  show();
  save.hidden = false;
  form.addEventListener("input", function () { keep(); show(); });
  form.addEventListener("change", function () { keep(); show(); findWordless(); });
  form.addEventListener("submit", isReady);
  save.addEventListener("click", download);
}());
