"""What the Bot API answers when it refuses: a code, Telegram's own words, and their parameters."""

from typing import Any

Json = dict[str, Any]


class ApiError(Exception):
    """A refusal in Telegram's words; it becomes `{"ok": false, …}` with the same HTTP status."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        """Keep the HTTP status, the description and e.g. `retry_after=3`."""
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> Json:
        """Return the body Telegram would send."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


class NotPossibleError(Exception):
    """A person tried what Telegram's app would not let them do, such as pressing no button."""


def bad_request(text: str, **parameters: int) -> ApiError:
    """Return a 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {text}", **parameters)


def forbidden(text: str) -> ApiError:
    """Return a 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """Return a 409 with Telegram's prefix."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(seconds: int) -> ApiError:
    """Return a 429 that says how many seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
