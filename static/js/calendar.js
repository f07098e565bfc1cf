/* The calendar without detours: an item is carried by its handle with mouse or finger, or sent by the arrow keys. Where
   this does not run, the handle is a link to the page that asks for the day. */
(function () {
  "use strict";

  const calendar = document.querySelector(".calendar");
  const said = calendar.querySelector(".calendar-said");
  const sending = calendar.querySelector(".calendar-sending");
  const far = 6; // pixels before a press is a drag
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  let carried = null; // {handle, from, to, x, y, isMoving}

  const dayOf = (element) => element.closest("[data-day]").dataset.day;
  const cellOf = (day) => calendar.querySelector(`[data-day="${day}"]`);

  function addDays(day, count) {
    const moved = new Date(`${day}T00:00:00Z`);
    moved.setUTCDate(moved.getUTCDate() + count);
    return moved.toISOString().slice(0, 10);
  }

  function mark(day) {
    calendar.querySelectorAll(".is-target").forEach((cell) => cell.classList.remove("is-target"));
    if (day && cellOf(day)) cellOf(day).classList.add("is-target");
  }

  /* A plan moves; what the clock will do is shown with its old and its new time first. */
  function send(handle, day) {
    if (handle.dataset.send) {
      sending.action = handle.dataset.send;
      sending.elements.to.value = day;
      sending.submit();
    } else {
      location.href = `${handle.href}&to=${day}`;
    }
  }

  function letGo() {
    if (carried) carried.handle.closest(".calendar-item").classList.remove("is-carried");
    carried = null;
    mark(null);
    said.textContent = "";
  }

  calendar.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest(".calendar-move");
    if (!handle || event.button) return;
    const day = dayOf(handle);
    carried = { handle, from: day, to: day, x: event.clientX, y: event.clientY, isMoving: false };
    handle.setPointerCapture(event.pointerId);
  });

  calendar.addEventListener("pointermove", (event) => {
    if (!carried || carried.x === undefined) return;
    if (Math.hypot(event.clientX - carried.x, event.clientY - carried.y) > far) carried.isMoving = true;
    if (!carried.isMoving) return;
    carried.handle.closest(".calendar-item").classList.add("is-carried");
    const under = document.elementFromPoint(event.clientX, event.clientY);
    const cell = under && under.closest("[data-day]");
    if (cell) carried.to = cell.dataset.day;
    mark(carried.to);
  });

  calendar.addEventListener("pointerup", () => {
    if (!carried || carried.x === undefined) return;
    const { handle, from, to, isMoving } = carried;
    letGo();
    if (!isMoving) return;
    handle.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    if (to !== from) send(handle, to);
  });

  calendar.addEventListener("pointercancel", letGo);
  calendar.addEventListener("dragstart", (event) => {
    if (event.target.closest(".calendar-move")) event.preventDefault(); // or the browser drags the link itself
  });

  calendar.addEventListener("keydown", (event) => {
    const handle = event.target.closest(".calendar-move");
    if (!handle) return;
    if (event.key in steps) {
      event.preventDefault();
      if (!carried) carried = { handle, from: dayOf(handle), to: dayOf(handle) };
      carried.to = addDays(carried.to, steps[event.key]);
      handle.closest(".calendar-item").classList.add("is-carried");
      mark(carried.to);
      said.textContent = calendar.dataset.moving.replace("%s", carried.to);
    } else if (event.key === "Enter" && carried && carried.to !== carried.from) {
      event.preventDefault();
      const { to } = carried;
      letGo();
      send(handle, to);
    } else if (event.key === "Escape") {
      letGo();
    }
  });

  calendar.addEventListener("focusout", (event) => {
    if (carried && carried.x === undefined && event.target === carried.handle) letGo();
  });
})();
