"""Pure rules of feedback: the answering clock (F22), similar items, what an act needs."""
