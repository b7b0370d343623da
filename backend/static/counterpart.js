// What is left to do beside HTMX: say when a request failed, lead to the field that is wrong, close a list.
(() => {
  "use strict";
  const trouble = (shown) => {
    const place = document.getElementById("trouble");
    if (place) place.hidden = !shown;
  };
  const toWrongField = () => {
    let first = null;
    for (const error of document.querySelectorAll(".field-error")) {
      const field = document.getElementById(error.id.replace(/_error$/, ""));
      const wrong = error.textContent.trim() !== "";
      if (!field) continue;
      if (wrong) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      first = first || (wrong ? field : null);
    }
    if (first) {
      first.closest("details")?.setAttribute("open", "");
      first.focus();
    }
  };
  document.addEventListener("click", (event) => {
    const place = event.target.closest("[data-empties]")?.dataset.empties;
    if (place) document.getElementById(place).replaceChildren();
  });
  document.addEventListener("htmx:beforeRequest", () => trouble(false));
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () => trouble(true));
  }
  document.addEventListener("htmx:afterSettle", toWrongField);
})();
