"""The one viewer: a self-contained HTML page to explore offline, to present, and to embed."""

from projectmap.viewer.page import policy, viewer
from projectmap.viewer.steps import Mode, ViewerRequest, view_title

__all__ = ["Mode", "ViewerRequest", "policy", "view_title", "viewer"]
