#!/bin/sh
# Makes sure that the tests find Chromium, Firefox, WebKit, LibreOffice, nginx, two families of
# fonts and a PostgreSQL server; says what to do where it cannot. With "nginx": that the drill finds
# nginx and openssl, and nothing else; with "qgis": that `make interop` finds QGIS and its Python.
set -eu

install_or_explain() {
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing$wanted"
    apt-get update -qq
    # shellcheck disable=SC2086  # a list of packages
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $wanted >/dev/null
    exit 0
  fi
  echo "Needed:$wanted" >&2
  echo "Debian and Ubuntu: sudo apt-get install$wanted" >&2
}

wanted=""
PATH="$PATH:/usr/sbin:/usr/local/sbin"
if [ "${1:-}" != qgis ]; then
  command -v nginx >/dev/null 2>&1 || wanted="$wanted nginx-light"
  command -v openssl >/dev/null 2>&1 || wanted="$wanted openssl"
fi
if [ "${1:-}" = nginx ]; then
  [ -n "$wanted" ] || exit 0
  install_or_explain
  exit 1
fi
if [ "${1:-}" = qgis ]; then
  /usr/bin/python3 -c "import qgis.core" 2>/dev/null || wanted="$wanted qgis python3-qgis"
  [ -n "$wanted" ] || exit 0
  install_or_explain
  exit 1
fi
# Debian has the browser without its windows as a package of its own: the tests take less time.
if [ -z "${PROJECTMAP_CHROMIUM:-}" ] && ! command -v chromium-headless-shell >/dev/null 2>&1; then
  if [ "$(id -u)" = 0 ] && apt-cache show chromium-headless-shell >/dev/null 2>&1; then
    wanted="$wanted chromium-headless-shell"
  else
    command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 \
      || command -v google-chrome >/dev/null 2>&1 || wanted="$wanted chromium"
  fi
fi
command -v firefox-esr >/dev/null 2>&1 || command -v firefox >/dev/null 2>&1 \
  || wanted="$wanted firefox-esr"
# WebKit needs a screen, if only one that nobody sees.
command -v WebKitWebDriver >/dev/null 2>&1 || wanted="$wanted webkit2gtk-driver"
command -v Xvfb >/dev/null 2>&1 || wanted="$wanted xvfb"
command -v fc-list >/dev/null 2>&1 || wanted="$wanted fontconfig"
if command -v dpkg-query >/dev/null 2>&1; then
  # Debian splits the office suite into packages for tables, texts and slides.
  for part in calc writer impress; do
    dpkg-query -W -f '${Status}' "libreoffice-$part" 2>/dev/null | grep -q "ok installed" \
      || wanted="$wanted libreoffice-$part"
  done
else
  command -v soffice >/dev/null 2>&1 || wanted="$wanted libreoffice"
fi
# The store is tested on PostgreSQL too; Debian's package includes pg_dump and pg_restore.
command -v initdb >/dev/null 2>&1 || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 \
  || wanted="$wanted postgresql"
# Slides are opened with either family alone: one as wide as Arial, one wider.
fonts=$(fc-list : family 2>/dev/null || true)
case $fonts in *"Liberation Sans"*) ;; *) wanted="$wanted fonts-liberation" ;; esac
case $fonts in *"DejaVu Sans"*) ;; *) wanted="$wanted fonts-dejavu-core" ;; esac
[ -n "$wanted" ] || exit 0

install_or_explain
echo "Elsewhere: install Chromium (or Chrome), Firefox, WebKitGTK's driver, Xvfb, LibreOffice," >&2
echo "nginx, PostgreSQL, and the fonts Liberation and DejaVu; PROJECTMAP_CHROMIUM may name the first." >&2
exit 1
