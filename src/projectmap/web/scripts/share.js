/* "Copy link", and mails that carry a link: only the browser knows by what name it has asked. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("a[data-copy], a[data-mail]") : null;
    if (!link) return;
    if (link.dataset.mail === undefined) {
      event.preventDefault();
      copy(link.href).then(() => {
        const line = link.closest(".share").querySelector(".making");
        line.textContent = line.dataset.copied;
      });
      return;
    }
    const mail = link.href.split("&body=")[0], address = new URL(link.dataset.mail, window.location.href).href;
    link.href = mail + "&body=" + encodeURIComponent(link.dataset.words + "\r\n" + address + "\r\n");
  });

  /* Browsers lend the clipboard to secure addresses only; a field that is selected is the older way. */
  function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
    return Promise.resolve();
  }
})();
