/* Beside Streamlit, in the editor: whoever leaves with changes that are not proposed is asked. */
window.addEventListener("beforeunload", (event) => {
  if (document.querySelector(".unproposed")) event.preventDefault();
});
