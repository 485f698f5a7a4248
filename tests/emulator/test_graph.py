"""The emulated Graph API, called over HTTP the way a product calls it."""

import pytest
import requests

from emulator import inbound
from emulator.readers import ANNA, BEN, CARO, Reader
from emulator.running import RunningEmulator
from tests.emulator.product import HELLO, Product, Sender, code_of


def test_accepted(written: RunningEmulator, sender: Sender) -> None:
    """A message gets an id, reaches its reader, and its statuses come back."""
    answer = sender.send(f"+{ANNA.phone}", "text", HELLO)
    body = answer.json()
    assert answer.status_code == 200
    assert body["contacts"] == [{"input": f"+{ANNA.phone}", "wa_id": ANNA.phone}]
    (message,) = written.wait_for_sent(1, ANNA)
    assert body["messages"] == [{"id": message.id}]
    assert message.text == "hello"
    written.wait_for(lambda: written.sent[0].status == "delivered")


def test_statuses_carry_the_products_own_data(
    written: RunningEmulator, sender: Sender, product: Product
) -> None:
    """`biz_opaque_callback_data` comes back with each status."""
    sender.send(ANNA.phone, "text", HELLO, biz_opaque_callback_data="turn 7")
    product.wait_for(lambda: len(product.items("statuses")) == 2)
    statuses = product.items("statuses")
    assert [each["status"] for each in statuses] == ["sent", "delivered"]
    assert {each["biz_opaque_callback_data"] for each in statuses} == {"turn 7"}


def test_without_a_version(written: RunningEmulator, sender: Sender) -> None:
    """The version may be left out of the path."""
    answer = requests.post(
        f"{written.url}/{written.account.phone_number_id}/messages",
        json={"messaging_product": "whatsapp", "to": ANNA.phone, "text": HELLO},
        headers={"Authorization": f"Bearer {written.account.access_token}"},
        timeout=5,
    )
    assert answer.status_code == 200


def test_wrong_token(meta: RunningEmulator, sender: Sender) -> None:
    """A wrong token is 401 with code 190."""
    answer = sender.post({"to": ANNA.phone, "text": HELLO}, token="stolen")
    assert (answer.status_code, code_of(answer)) == (401, 190)
    assert [refused.error.code for refused in meta.refused] == [190]


def test_unknown_phone_number_id(meta: RunningEmulator) -> None:
    """A phone number id that is not the account's is 100 with subcode 33."""
    answer = requests.post(
        f"{meta.graph_url}/999/messages",
        json={},
        headers={"Authorization": f"Bearer {meta.account.access_token}"},
        timeout=5,
    )
    error = answer.json()["error"]
    assert (error["code"], error["error_subcode"]) == (100, 33)
    assert error["type"] == "GraphMethodException"


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        (b"{", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"[" * 100_000, "application/json"),
        (b"to=1", "application/x-www-form-urlencoded"),
    ],
)
def test_not_json(meta: RunningEmulator, raw: bytes, content_type: str) -> None:
    """What is not JSON is refused in Meta's form."""
    answer = requests.post(
        f"{meta.graph_url}/{meta.account.phone_number_id}/messages",
        data=raw,
        headers={
            "Authorization": f"Bearer {meta.account.access_token}",
            "Content-Type": content_type,
        },
        timeout=5,
    )
    assert (answer.status_code, code_of(answer)) == (400, 100)


def test_user_id_in_recipient(written: RunningEmulator, sender: Sender) -> None:
    """A reader without a phone number is reached by `recipient`."""
    answer = sender.post({"recipient": CARO.user_id, "text": HELLO})
    expected = [{"input": CARO.user_id, "user_id": CARO.user_id}]
    assert answer.json()["contacts"] == expected
    assert written.sent_to(CARO)[0].text == "hello"


def test_user_id_in_to_is_lost(written: RunningEmulator, sender: Sender) -> None:
    """A user id in `to` is answered with 200, and nobody ever sees the message."""
    answer = sender.send(CARO.user_id, "text", HELLO)
    assert answer.status_code == 200
    assert written.sent[0].lost
    assert written.sent[0].status == "accepted"


def test_template(written: RunningEmulator, sender: Sender) -> None:
    """The account has no templates."""
    content = {"name": "hello_world", "language": {"code": "en_US"}}
    answer = sender.send(ANNA.phone, "template", content)
    assert (answer.status_code, code_of(answer)) == (404, 132001)


def test_to_itself(written: RunningEmulator, sender: Sender) -> None:
    """The number cannot write to itself."""
    answer = sender.send(written.account.display_phone_number, "text", HELLO)
    assert code_of(answer) == 131021


def test_window_closed(written: RunningEmulator, sender: Sender) -> None:
    """To a reader who did not write, a message is accepted and then fails (131047)."""
    assert sender.send(BEN.phone, "text", HELLO).status_code == 200
    written.wait_for(lambda: written.sent[0].status == "failed")
    assert written.sent[0].error is not None
    assert written.sent[0].error["code"] == 131047


def test_window_is_24_hours_of_the_message(
    written: RunningEmulator, sender: Sender
) -> None:
    """What a reader wrote a day ago does not open the window."""
    written.desk.window_refused_at_once = True
    day_ago = written.desk.now() - 86_401
    written.deliver(inbound.text(BEN, "old").at(day_ago))
    assert code_of(sender.send(BEN.phone, "text", HELLO)) == 131047
    written.deliver(inbound.text(BEN, "new"))
    assert sender.send(BEN.phone, "text", HELLO).status_code == 200


def test_stranger(written: RunningEmulator, sender: Sender) -> None:
    """A number nobody knows is a reader who never wrote."""
    stranger = Reader("12025550199")
    sender.send(stranger.phone, "text", HELLO)
    written.wait_for(lambda: written.sent_to(stranger)[0].status == "failed")


def test_blocked(written: RunningEmulator, sender: Sender) -> None:
    """A reader who blocked the number cannot be reached (131026)."""
    written.desk.people.meet(ANNA).blocked = True
    sender.send(ANNA.phone, "text", HELLO)
    written.wait_for(lambda: written.sent[0].status == "failed")
    assert written.sent[0].error is not None
    assert written.sent[0].error["code"] == 131026


def test_pair_rate(written: RunningEmulator, sender: Sender) -> None:
    """More than the burst to one reader is refused (131056), others are reached."""
    written.desk.pair_rate.burst = 2
    answers = [sender.send(ANNA.phone, "text", HELLO) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 400]
    error = answers[-1].json()["error"]
    assert error["code"] == 131056
    assert "pair rate limit hit" in error["message"]
    assert sender.post({"recipient": CARO.user_id, "text": HELLO}).status_code == 200


def test_throughput(written: RunningEmulator, sender: Sender) -> None:
    """More than the number may carry in a second is refused (130429)."""
    written.desk.throughput.per_second = 3  # two were the readers'
    answers = [sender.send(ANNA.phone, "text", HELLO) for _ in range(2)]
    assert answers[0].status_code == 200
    assert code_of(answers[1]) == 130429


def test_read_mark(written: RunningEmulator, sender: Sender) -> None:
    """A read mark marks the message and those before it; typing is told."""
    second = inbound.text(ANNA, "and?")
    written.deliver(second)
    shown = {"status": "read", "message_id": second.id}
    answer = sender.post({**shown, "typing_indicator": {"type": "text"}})
    assert answer.json() == {"success": True}
    assert written.marks[0].typing
    annas = [each for each in written.ledger.messages if each.reader_id == ANNA.id]
    assert [each.status for each in annas] == ["read", "read"]


def test_read_mark_of_an_unknown_message(meta: RunningEmulator, sender: Sender) -> None:
    """A read mark of a message the number never got is refused."""
    answer = sender.post({"status": "read", "message_id": "ABGGFlA5Fpa"})
    assert code_of(answer) == 131009


def test_reaction_to_an_unknown_message(
    written: RunningEmulator, sender: Sender
) -> None:
    """A reaction to an unknown message fails by a status (131009)."""
    sender.send(ANNA.phone, "reaction", {"message_id": "wamid.no", "emoji": "👍"})
    written.wait_for(lambda: written.sent[0].status == "failed")
    assert written.sent[0].error is not None
    assert written.sent[0].error["code"] == 131009
