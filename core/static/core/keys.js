// Keys and the command palette. Everything is read from the page: data-go, data-new, data-cmd, data-key.
const body = document.body;
const palette = document.getElementById('palette');
const list = document.getElementById('palette-list');
const words = JSON.parse(document.getElementById('lf-words')?.textContent || '{}');
const typing = (target) => target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName) && !/^(checkbox|radio|button|submit)$/.test(target.type);
const single = () => body.dataset.keys !== 'off' && !document.querySelector('dialog[open]');

// The acts of this page stand first in the palette, with their key beside them.
if (list) {
  const acts = [...document.querySelectorAll('[data-cmd]')].map((act) => {
    const item = document.createElement('li');
    const mark = document.createElement('span'); mark.setAttribute('aria-hidden', 'true'); mark.textContent = '›';
    const run = document.createElement('a'); run.href = act.href || '#main'; run.className = 'm'; run.textContent = act.dataset.cmd;
    run.addEventListener('click', (event) => { event.preventDefault(); palette.close(); act.click(); });
    item.append(mark, run);
    if (act.dataset.key) { const key = document.createElement('kbd'); key.textContent = `n ${act.dataset.key}`; item.append(key); }
    return item;
  });
  list.prepend(...acts);
  const field = palette.querySelector('input');
  const shown = () => [...list.children].filter((item) => !item.hidden);
  const choose = (at) => { list.querySelectorAll('[data-on]').forEach((item) => delete item.dataset.on); const item = shown()[at]; if (item) { item.dataset.on = ''; item.scrollIntoView({ block: 'nearest' }); } };
  const chosen = () => shown().findIndex((item) => 'on' in item.dataset);
  field.addEventListener('input', () => {
    const wanted = field.value.trim().toLowerCase();
    [...list.children].forEach((item) => { item.hidden = !item.textContent.toLowerCase().includes(wanted); });
    document.getElementById('palette-none').hidden = shown().length > 0;
    choose(0);
  });
  field.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); choose(Math.min(Math.max(chosen() + step, 0), shown().length - 1)); }
    if (event.key === 'Enter' && chosen() >= 0) { event.preventDefault(); shown()[chosen()].querySelector('a').click(); }
  });
  palette.querySelector('form').addEventListener('submit', (event) => { if ('nosearch' in event.target.dataset) event.preventDefault(); });
  palette.addEventListener('close', () => { field.value = ''; field.dispatchEvent(new Event('input')); });
}

// Rows of a register: arrows move, Enter opens, Space selects, e edits.
function rowKey(event) {
  const row = event.target.closest?.('tr[data-row]');
  if (!row || typing(event.target)) return false;
  const near = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' }[event.key];
  if (near) { let next = row[near]; while (next && !next.matches('[data-row]')) next = next[near]; next?.focus(); return true; }
  if (event.target !== row) return false;
  if (event.key === 'Enter') { row.querySelector('a[href]')?.click(); return true; }
  if (event.key === ' ') { row.querySelector('input[name=row]')?.click(); return true; }
  if (event.key === 'e') { row.querySelector('[data-edit]')?.click(); return true; }
  return false;
}

document.addEventListener('keydown', (event) => {
  const cell = event.key === 'Escape' && event.target.closest?.('.lf-cell');
  if (cell) { event.preventDefault(); cell.querySelector('[data-cancel]').click(); }
});
document.addEventListener('htmx:afterSwap', (event) => { event.detail.target.querySelector?.('.lf-cell :is(input, select, textarea):not([type=hidden])')?.focus(); });

let before = '';
document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && palette) { event.preventDefault(); palette.showModal(); return; }
  if ((event.ctrlKey || event.metaKey) && event.key === 'Enter') {
    const form = event.target.closest('form') || document.querySelector('dialog[open] form[method=post], main form[data-main]');
    if (form) { event.preventDefault(); form.requestSubmit(form.querySelector('.btn-primary[type=submit]')); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || !single()) return;
  if (rowKey(event)) { event.preventDefault(); return; }
  if (typing(event.target)) return;
  const first = before; before = event.key;
  if (event.key === '/') { event.preventDefault(); (document.querySelector('main input[type=search]') || palette?.querySelector('input') && (palette.showModal(), palette.querySelector('input')))?.focus(); return; }
  if (event.key === '?') { event.preventDefault(); document.getElementById('keys')?.showModal(); return; }
  if (event.key === 'ArrowDown' && event.target === body) { const row = document.querySelector('tr[data-row]'); if (row) { event.preventDefault(); row.focus(); } return; }
  if (first === 'g') { const link = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`); if (link) { event.preventDefault(); before = ''; location.href = link.href; } }
  if (first === 'n') {
    const act = document.querySelector(`main [data-key="${CSS.escape(event.key)}"]`);
    const link = document.querySelector(`[data-new="${CSS.escape(event.key)}"]`);
    if (act || link) { event.preventDefault(); before = ''; if (act) act.click(); else location.href = link.dataset.newUrl; }
  }
});
if (location.hash === '#palette') palette?.showModal();
document.documentElement.dataset.script = words.updated ? 'on' : '';
