/* Asks people who leave the editor with changes that they have not proposed. */
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector(".unproposed")) event.preventDefault();
});

/* The links of a preview are those of the public pages. */
document.addEventListener("click", (event) => {
  if (event.target.closest('.preview a:not([target="_blank"])')) event.preventDefault();
}, true);
