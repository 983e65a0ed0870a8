"""The script that Streamlit runs for every session: hands over to the asked page."""

import streamlit as st

from projectmap.i18n import preferred_language, translator
from projectmap.ui import frame

browser = preferred_language(st.context.headers.get("Accept-Language"))
asked = st.query_params.get("lang", browser)
t = translator(asked if asked in {"uk", "en"} else browser)
st.navigation(list(frame.pages(t).values()), position="hidden").run()
