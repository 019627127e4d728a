"""Every component in both languages: well-formed, without inline script or style elements."""

from html.parser import HTMLParser

import pytest

pytestmark = [pytest.mark.urls("tests.core.screens.kit"), pytest.mark.django_db]
VOID = {"meta", "link", "input", "br", "hr", "img", "path", "use", "circle", "rect", "line", "col", "wbr", "source"}


class Checker(HTMLParser):
    """Collects what is wrong with a page: tags closed out of order, inline code, handlers, repeated ids."""

    def __init__(self):
        super().__init__()
        self.open, self.faults, self.ids = [], [], set()

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag not in VOID:
            self.open.append((tag, self.getpos()))
        if tag == "style" or (tag == "script" and "src" not in named and named.get("type") != "application/json"):
            self.faults.append(f"inline {tag} at {self.getpos()}")
        self.faults += [f"{name} at {self.getpos()}" for name in named if name.startswith(("on", "hx-on"))]
        if (key := named.get("id")) and key in self.ids:
            self.faults.append(f"id {key} twice")
        self.ids.add(named.get("id"))
        if tag == "a" and "href" not in named:
            self.faults.append(f"link without address at {self.getpos()}")
        if "hx-get" in named and not ({"href", "action"} & set(named)) and tag not in {"form", "div"}:
            self.faults.append(f"hx-get without href at {self.getpos()}")

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            self.faults.append(f"</{tag}> at {self.getpos()} closes {self.open[-1] if self.open else 'nothing'}")
        if any(name == tag for name, _at in self.open):
            while self.open.pop()[0] != tag:
                pass


def faults(html):
    checker = Checker()
    checker.feed(html)
    return checker.faults + [f"{tag} at {at} never closed" for tag, at in checker.open]


def test_checker_finds_what_it_looks_for():
    assert faults("<p><b></p></b><style></style><script>1</script><a>x</a><i onclick=1></i>") != []
    assert len(faults('<div id="a"></div><div id="a"></div>')) == 1
    assert faults('<p>ok<br></p><script type="application/json">{}</script>') == []


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize(
    "url",
    [
        "/kit/crm-2027/people/", "/kit/crm-2027/people/?q=nobody", "/kit/crm-2027/parts/", "/kit/crm-2027/people/new/",
        "/profile/", "/p/crm-2027/", "/p/crm-2027/team/", "/programmes/",
    ],
)  # fmt: skip
def test_page_is_well_formed_and_free_of_inline_code(browse, pmo, url, language):
    client = browse(pmo)
    client.cookies["django_language"] = language
    response = client.get(url)
    assert response.status_code == 200
    assert faults(response.content.decode()) == []


def test_record_page_shows_facts_and_why_an_act_is_blocked(browse, pmo):
    body = browse(pmo).get(f"/kit/crm-2027/people/{pmo.public_id}/").content.decode()
    assert faults(body) == []
    assert f"<dd>{pmo.email}</dd>" in body
    assert "Remove: This person is the last administrator." in body
    assert f'href="/kit/crm-2027/people/{pmo.public_id}/rename/"' in body


@pytest.mark.parametrize("url", ["/login/", "/nothing/"])
def test_plain_pages_are_well_formed(browse, db, url):
    assert faults(browse().get(url).content.decode()) == []
