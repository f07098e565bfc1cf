/* Tick all places of a thing, or of the page, at once. */
(function () {
  "use strict";

  const form = document.querySelector("[data-replace]");
  if (!form) return;

  const places = (part) => [...part.querySelectorAll("[name=place]:not(:disabled)")];
  const things = [...form.querySelectorAll("[data-thing]")];
  const everything = form.querySelector("[data-everything]");

  function settle(box, ticked) {
    const count = ticked.filter((place) => place.checked).length;
    box.checked = count > 0 && count === ticked.length;
    box.indeterminate = count > 0 && count < ticked.length;
    box.disabled = ticked.length === 0;
  }

  function settleAll() {
    things.forEach((thing) => settle(thing.querySelector("[data-all]"), places(thing)));
    settle(everything, places(form));
  }

  form.addEventListener("change", (event) => {
    const box = event.target;
    const part = box === everything ? form : "all" in box.dataset ? box.closest("[data-thing]") : null;
    if (part) places(part).forEach((place) => { place.checked = box.checked; });
    settleAll();
  });
  settleAll();
})();
