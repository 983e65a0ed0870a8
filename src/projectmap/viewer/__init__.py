"""The one viewer: a self-contained HTML page to explore offline, to present, and to embed."""

from projectmap.viewer.content import Mode, ViewerRequest, view_title
from projectmap.viewer.page import policy, viewer

__all__ = ["Mode", "ViewerRequest", "policy", "view_title", "viewer"]
