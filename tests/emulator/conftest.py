"""A running emulator and the product it delivers to."""

from collections.abc import Iterator

import pytest

from emulator.running import RunningEmulator, running_emulator
from tests.emulator.product import Product, Sender, running_product


@pytest.fixture
def product() -> Iterator[Product]:
    """A product that takes everything and says nothing."""
    with running_product() as running:
        yield running


@pytest.fixture
def meta(product: Product) -> Iterator[RunningEmulator]:
    """An emulator that delivers to the product."""
    with running_emulator(webhook=product.url) as running:
        yield running


@pytest.fixture
def sender(meta: RunningEmulator) -> Sender:
    """A way to send from the product's side."""
    return Sender(meta)
