/* Beside Streamlit: what its widgets do not do by themselves. */
(function () {
  "use strict";

  /* Enter applies the typed date. Streamlit takes it when the focus goes on to something else. */
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest ? event.target.closest('[data-testid="stDateInputField"]') : null;
    if (event.key !== "Enter" || !field) return;
    const others = Array.from(field.closest(".st-key-day").querySelectorAll("button:enabled"));
    const next = others.reverse().find((one) => !field.contains(one) && one.offsetParent);
    if (next) next.focus({ preventScroll: true });
  }, true);
})();
