"""Who asks and what they send; and refusals as answers."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from trustsim.app.guards import own_origin
from trustsim.errors import InputError, StoreError
from trustsim.workshop.host import Host
from trustsim.workshop.hosted import Hosted
from trustsim.workshop.names import NameTaken
from trustsim.workshop.refusals import NoSuchRoom, NotNow, NotYours, Refused, Stranger, TooFast

log = logging.getLogger(__name__)

Endpoint = Callable[[Request], Awaitable[Response]]
#: The most bytes that are read of what a page sends.
MOST_BYTES = 16_384
#: How long a browser keeps who somebody is, in seconds.
COOKIE_SECONDS = 30 * 86_400
STATUS: dict[type[Exception], int] = {
    Stranger: 401, NotYours: 403, NoSuchRoom: 404, NotNow: 409, TooFast: 429, StoreError: 503, InputError: 400,
}  # fmt: skip


def answering(endpoint: Endpoint, host: Host) -> Endpoint:
    """Return an endpoint that says refusals as JSON, and takes what is sent from pages of our own only."""

    async def answer(request: Request) -> Response:
        try:
            host.asked.take(address_of(request))
            if request.method == "POST" and not own_origin(request.scope):
                raise NotYours("This was sent from a page of another place.")
            response = await endpoint(request)
        except (InputError, StoreError) as error:
            response = refusal(error)
        except ClientDisconnect:
            return Response(status_code=400)  # nobody reads it
        except Exception:  # noqa: BLE001 - whatever goes wrong, the page hears of it and the log has the details
            from trustsim.app.jobs import report

            words = f"Something went wrong here (number {report()}). Try again."
            response = JSONResponse({"error": words, "code": "fault"}, 500)
        response.headers["cache-control"] = "no-store"
        return response

    return answer


def refusal(error: InputError | StoreError) -> JSONResponse:
    """Return the answer that says why something was refused."""
    status = next(status for kind, status in STATUS.items() if isinstance(error, kind))
    code = error.code if isinstance(error, Refused) else "not_kept" if status == 503 else "bad_input"
    content: dict[str, Any] = {"error": str(error).splitlines()[0], "code": code}
    if status == 503:
        log.error("not kept: %s", error)
    if isinstance(error, NameTaken):
        content["suggestion"] = error.suggestion
    headers = {"retry-after": str(max(1, round(error.seconds)))} if isinstance(error, TooFast) else None
    return JSONResponse(content, 413 if code == "too_large" else status, headers)


async def sent(request: Request) -> dict[str, Any]:
    """Return what a page has sent.

    Raises:
        Refused: it is too large, or no JSON object.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip()
    if kind != "application/json":
        raise Refused("This is to be sent as application/json.")
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise Refused(f"That is more than {MOST_BYTES} bytes.", "too_large")
    try:
        content = json.loads(body or b"{}", parse_constant=_no_number)
        json.dumps(content, ensure_ascii=False).encode()  # halves of characters could not be said again
    except (ValueError, RecursionError):
        raise Refused("This is no JSON.") from None
    if not isinstance(content, dict):
        raise Refused("This is no JSON object.")
    return content


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def address_of(request: Request) -> str:
    """Return from which machine something is asked."""
    return request.client.host if request.client else ""


def token_of(request: Request, cookie: str) -> str:
    """Return what a page sends to prove who somebody is: in a header, or in a cookie."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given.strip() if scheme.lower() == "bearer" else request.cookies.get(cookie, "")


def participant(request: Request, hosted: Hosted) -> int:
    """Return which participant asks.

    Raises:
        Stranger: none.
    """
    return hosted.person_of(token_of(request, participant_cookie(hosted)))


def check_role(request: Request, hosted: Hosted, *roles: str) -> None:
    """Check that the trainer asks, or the projector.

    Raises:
        NotYours: it is somebody else.
    """
    if hosted.role_of(token_of(request, trainer_cookie(hosted))) not in roles:
        raise NotYours


def participant_cookie(hosted: Hosted) -> str:
    """Return the name of the cookie in which a participant's token stands."""
    return f"workshop-{hosted.room.id}"


def trainer_cookie(hosted: Hosted) -> str:
    """Return the name of the cookie in which the trainer's secret stands, or the projector's key."""
    return f"workshop-{hosted.room.id}-trainer"


def with_cookie(request: Request, response: Response, name: str, value: str) -> Response:
    """Return a response that lets a browser keep who somebody is: for our own pages only, and for no script."""
    root = request.scope.get("root_path", "")
    response.set_cookie(
        name, value, max_age=COOKIE_SECONDS, path=f"{root}/workshop", httponly=True, samesite="lax",
        secure=request.url.scheme == "https",
    )  # fmt: skip
    return response
