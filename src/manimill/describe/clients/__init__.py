"""Who is asked: one small protocol, and a client for each way to reach a model."""

from manimill.describe.clients.base import Allowance, Client, Passing, Rejected, Reply
from manimill.describe.clients.opening import open_client

__all__ = ["Allowance", "Client", "Passing", "Rejected", "Reply", "open_client"]
