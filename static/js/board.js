/* Leads are dragged between stages; the small form of each card does the same by keyboard and touch. */
(function () {
  "use strict";

  const board = document.querySelector(".board[data-move]");
  if (!board) return;
  const said = document.querySelector(".board-said");
  let carried = null;

  const columnOf = (node) => node.closest(".board-column");
  const count = (column, by) => {
    const figure = column.querySelector("h2 span");
    figure.textContent = Number(figure.textContent) + by;
  };

  async function move(card, column) {
    const from = columnOf(card);
    if (from === column) return;
    const before = card.nextElementSibling;
    column.querySelector("ol").prepend(card);
    const body = new URLSearchParams({ lead: card.dataset.lead, stage: column.dataset.stage });
    body.set("csrfmiddlewaretoken", board.querySelector("[name=csrfmiddlewaretoken]").value);
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(board.dataset.move, { method: "POST", body, headers, redirect: "error" });
      const told = await answer.json();
      said.textContent = told.said;
      if (!answer.ok) throw new Error(told.said);
      count(from, -1);
      count(column, 1);
      card.querySelector("select[name=stage]").value = column.dataset.stage;
    } catch (error) {
      from.querySelector("ol").insertBefore(card, before);
      said.textContent = said.textContent || String(error.message);
    }
  }

  board.addEventListener("dragstart", (event) => {
    carried = event.target.closest(".board-card");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", carried.dataset.lead);
  });
  board.addEventListener("dragover", (event) => {
    const column = carried && event.target.closest(".board-column");
    if (!column) return;
    event.preventDefault();
    column.classList.add("is-over");
  });
  board.addEventListener("dragleave", (event) => {
    const column = event.target.closest(".board-column");
    if (column && !column.contains(event.relatedTarget)) column.classList.remove("is-over");
  });
  board.addEventListener("drop", (event) => {
    const column = event.target.closest(".board-column");
    if (!column || !carried) return;
    event.preventDefault();
    column.classList.remove("is-over");
    said.textContent = "";
    move(carried, column);
    carried = null;
  });
})();
