for (const table of document.querySelectorAll("table.sorted")) {
  const heads = table.querySelectorAll("thead th");
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const falls = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((each) => each.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", falls ? "descending" : "ascending");
      const key = (row) => {
        const cell = row.cells[column];
        return cell.dataset.by === undefined ? cell.textContent : Number(cell.dataset.by);
      };
      const order = (one, other) => {
        const [a, b] = [key(one), key(other)];
        return typeof a === "number" && typeof b === "number"
          ? a - b
          : String(a).localeCompare(String(b), undefined, { numeric: true });
      };
      const rows = [...table.tBodies[0].rows].sort(order);
      table.tBodies[0].append(...(falls ? rows.reverse() : rows));
    });
  });
}
