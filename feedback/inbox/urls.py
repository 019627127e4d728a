"""Paths of the pages of feedback."""

from django.urls import path

from feedback.inbox import services
from feedback.inbox.views import giving, reading, record, register

app_name = "inbox"

ITEMS = "p/<slug:slug>/feedback/"
ITEM = f"{ITEMS}<str:public_id>/"

urlpatterns = [
    path(ITEMS, register.ItemList.as_view(), name="item_list"),
    path(f"{ITEMS}new/", giving.ItemGive.as_view(), name="item_new"),
    path(f"{ITEMS}give/", giving.ItemButton.as_view(), name="item_give"),
    path(f"{ITEMS}note/", giving.ItemNote.as_view(), name="item_note"),
    path(f"{ITEMS}by-code/", giving.ByCode.as_view(), name="by_code"),
    path(f"{ITEMS}mine/", reading.Mine.as_view(), name="mine"),
    path(f"{ITEMS}ideas/", reading.Ideas.as_view(), name="ideas"),
    path(f"{ITEMS}figures/", reading.Figures.as_view(), name="figures"),
    path(f"{ITEMS}times/<slug:item_kind>/", reading.TargetEdit.as_view(), name="target"),
    *[
        path(f"{ITEMS}bulk/{name}/", register.ItemBulk.as_view(name=name), name=f"bulk_{name}")
        for name in register.BULK
    ],
    path(ITEM, record.ItemDetail.as_view(), name="item_detail"),
    path(f"{ITEM}edit/", record.ItemEdit.as_view(), name="item_edit"),
    path(f"{ITEM}vote/", record.ItemVote.as_view(), name="item_vote"),
    path(f"{ITEM}unvote/", record.ItemVote.as_view(back=True), name="item_unvote"),
    *[
        path(f"{ITEM}{name}/", record.ItemAct.as_view(name=name, danger=name == "decline"), name=f"item_{name}")
        for name in services.ITEM_ACTS
    ],
]
