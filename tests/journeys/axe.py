"""Ask a page what is wrong with it: axe-core's rules, sideways scroll, text that is cut off."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# Words meant for the ear only, what is folded away, drawings, a phase whose dates give way as a whole, and the chart's
# table: one line a row, cut with an ellipsis where the column is narrower; the row says the whole when it is chosen.
MAY_BE_CUT = ".gt-tr .nm, .gt-tr .c-predecessors, .sr, .sr *, .st-only, .visually-hidden, .lf-skip, .lf-ribbon .ph, [hidden], svg, svg *, option, select"
CUT = """(meant) => [...document.querySelectorAll('body *')].filter(one => {
  if (one.clientWidth < 2 || one.matches(meant) || one.closest(meant) || !one.textContent.trim()) return false;
  if (!one.checkVisibility({visibilityProperty: true, opacityProperty: true})) return false;
  const style = getComputedStyle(one);
  const hides = value => value === 'hidden' || value === 'clip';
  const cell = one.tagName === 'TD' || one.tagName === 'TH';
  const wide = one.scrollWidth > one.clientWidth + 1 && (cell || hides(style.overflowX));
  const high = one.scrollHeight > one.clientHeight + 2 && hides(style.overflowY);
  return wide || high;
}).slice(0, 6).map(one => one.outerHTML.replace(/\\s+/g, ' ').slice(0, 200))"""


def violations(page, within="html"):
    """Return one line for every rule of WCAG 2.0 to 2.2 A and AA that the page breaks."""
    page.evaluate(SOURCE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "([within, tags]) => axe.run(within, {runOnly: {type: 'tag', values: tags}}).then(r => r.violations)",
        [within, TAGS],
    )
    return [f"{one['id']}: {'; '.join(node['html'][:160] for node in one['nodes'][:4])}" for one in found]


def too_wide(page):
    """Return how many pixels the page scrolls sideways."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def clipped(page):
    """Return the elements whose text is cut off, and the table cells that their content leaves."""
    return page.evaluate(CUT, MAY_BE_CUT)
