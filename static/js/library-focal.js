/* The focal point of a picture: a click on it, or the arrow keys, fill the two number fields. */

const focal = document.querySelector("[data-focal]");
const fields = { x: document.querySelector("#id_focal_x"), y: document.querySelector("#id_focal_y") };

if (focal && fields.x && fields.y) {
  const whole = focal.querySelector("[data-whole]");
  const mark = focal.querySelector("[data-mark]");
  const cuts = focal.querySelector("[data-cuts]");
  const within = (share) => Math.min(100, Math.max(0, Math.round(share)));
  const now = () => ({ x: within(Number(fields.x.value)), y: within(Number(fields.y.value)) });

  const show = () => {
    const { x, y } = now();
    mark.style.left = `${x}%`;
    mark.style.top = `${y}%`;
    for (const cut of cuts.querySelectorAll("img")) cut.style.objectPosition = `${x}% ${y}%`;
  };

  const set = (x, y) => {
    fields.x.value = within(x);
    fields.y.value = within(y);
    fields.x.dispatchEvent(new Event("change", { bubbles: true })); // for the guard against leaving unsaved
    show();
  };

  whole.addEventListener("click", (event) => {
    const box = whole.getBoundingClientRect();
    set(((event.clientX - box.left) / box.width) * 100, ((event.clientY - box.top) / box.height) * 100);
    mark.focus({ preventScroll: true });
  });

  const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  mark.addEventListener("keydown", (event) => {
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    const step = event.shiftKey ? 10 : 1;
    const { x, y } = now();
    set(x + move[0] * step, y + move[1] * step);
  });

  for (const field of [fields.x, fields.y]) field.addEventListener("input", show);
  mark.hidden = cuts.hidden = false;
  show();
}
