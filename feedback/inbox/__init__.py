"""The inbox: what people say about the CRM, from whichever channel, until they agree that it was answered.

Owns items, their replies, votes and answering times; refuses a decision without a written answer, a decline without
a reason, and any trace of who sent an anonymous item.
"""
