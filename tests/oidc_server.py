"""Canaille with a few people in its memory. Run by the Python of its own environment.

Usage: oidc_server.py PORT REDIRECT_URI SECRET
"""

import sys

from canaille import create_app
from canaille.app import models
from canaille.backends import Backend
from werkzeug.serving import make_server

PEOPLE = {"olena": "editors", "petro": "approvers", "ivan": "guests"}
"""Names, each with a group; see the tests."""


def main(port: int, back_to: str, secret: str) -> None:
    """Serve until the process is ended."""
    app = create_app(
        {
            "SECRET_KEY": secret,
            "SERVER_NAME": f"127.0.0.1:{port}",
            "PREFERRED_URL_SCHEME": "http",
            "OAUTH2_TOKEN_EXPIRES_IN": {"authorization_code": 3600},
            "CANAILLE": {
                "DATABASE": "memory",
                "SMTP": None,
                "TIMEZONE": "UTC",
                "JAVASCRIPT": False,
                "HTMX": False,
                "CAPTCHA_ENABLED": False,
            },
        }
    )
    with app.app_context():
        save = Backend.instance.save
        for name, group in PEOPLE.items():
            user = models.User(
                user_name=name, formatted_name=name.title(), family_name=name,
                emails=[f"{name}@example.org"], password=secret,
            )  # fmt: skip
            save(user)
            save(models.Group(display_name=group, members=[user]))
        client = models.Client(
            client_id="projectmap",
            client_secret=secret,
            client_name="projectmap",
            client_uri="http://127.0.0.1/",  # trusted: nobody is asked for consent
            redirect_uris=[back_to],
            post_logout_redirect_uris=[back_to],
            grant_types=["authorization_code"],
            response_types=["code"],
            scope=["openid", "email", "profile", "groups"],
            token_endpoint_auth_method="client_secret_basic",  # noqa: S106 - a name
        )
        save(client)
        client.audience = [client]
        save(client)
    make_server("127.0.0.1", port, app, threaded=True).serve_forever()


main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
