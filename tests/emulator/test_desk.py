"""The desk beside the phone: readers to be, and faults to order."""

from playwright.sync_api import Page, expect

from emulator.readers import ANNA, BEN
from emulator.running import RunningEmulator
from tests.emulator.product import Product, Sender, write


def test_faults_from_the_desk(
    page: Page, product: Product, meta: RunningEmulator, sender: Sender
) -> None:
    """Copies and refusals can be asked for, and everything set back."""
    page.get_by_label("Open the desk").click()
    page.get_by_label("Copies of each").fill("3")
    page.get_by_label("Copies of each").blur()
    page.get_by_label("Error", exact=True).select_option("131056")
    page.get_by_role("button", name="Have it happen").click()
    expect(page.locator("#waiting")).to_have_text("Waiting: 1 × fail")
    page.get_by_label("Back to the chat").click()
    write(page, "hello")
    product.wait_for(lambda: len(product.received) == 3)
    answer = sender.send(ANNA.phone, "text", {"body": "hi"})
    assert answer.json()["error"]["code"] == 131056
    page.get_by_label("Open the desk").click()
    expect(page.locator("#waiting")).to_have_text("")
    expect(page.locator("#wire")).to_contain_text("pair rate limit hit")
    page.get_by_role("button", name="Everything back to normal").click()
    expect(page.get_by_label("Copies of each")).to_have_value("1")
    assert meta.line.copies == 1


def test_another_reader(page: Page, product: Product, sender: Sender) -> None:
    """Each reader has a chat; what comes to another is counted."""
    write(page, "I am Anna")
    expect(page.locator(".mine")).to_have_count(1)
    page.get_by_label("Open the desk").click()
    page.get_by_label("Reader", exact=True).select_option(BEN.id)
    expect(page.locator(".mine")).to_have_count(0)
    expect(page.get_by_label("Wrote in the last 24 hours")).not_to_be_checked()
    sender.send(ANNA.phone, "text", {"body": "hi Anna"})
    chooser = page.get_by_label("Reader", exact=True)
    expect(chooser).to_contain_text("(1 new)")
    chooser.select_option(ANNA.id)
    expect(page.get_by_label("Wrote in the last 24 hours")).to_be_checked()
    expect(page.locator(".bubble")).to_have_count(2)


def test_a_new_reader(page: Page, product: Product) -> None:
    """A reader can be added and write at once."""
    page.get_by_label("Open the desk").click()
    page.get_by_text("Another reader").click()
    page.get_by_label("Phone number").fill("+1 202 555 0144")
    page.get_by_label("Name", exact=True).fill("Dora")
    page.get_by_role("button", name="Add").click()
    page.get_by_label("Reader", exact=True).select_option("12025550144")
    page.get_by_label("Back to the chat").click()
    write(page, "I am new")
    product.wait_for(lambda: bool(product.items("messages")))
    assert product.items("messages")[0]["from"] == "12025550144"
