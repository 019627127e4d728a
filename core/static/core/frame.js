// The frame: dialogs, toasts, menus, and what a screen reader hears after a part of the page changed.
const words = JSON.parse(document.getElementById('lf-words')?.textContent || '{}');
const say = (text) => { const live = document.getElementById('live'); if (live) { live.textContent = ''; setTimeout(() => { live.textContent = text; }, 50); } };

// Dialogs: data-open names one on the page; data-dialog fetches the form behind a link into one.
async function fetched(link) {
  const answer = await fetch(link.href, { headers: { 'HX-Request': 'true', 'X-Dialog': '1' }, credentials: 'same-origin' });
  if (answer.status !== 200 || answer.redirected) { location.href = link.href; return; }
  const dialog = document.createElement('dialog');
  dialog.className = 'lf-dialog';
  dialog.innerHTML = await answer.text();
  const title = dialog.querySelector('h1, h2');
  if (title) { title.id ||= 'dialog-title'; dialog.setAttribute('aria-labelledby', title.id); }
  document.body.append(dialog);
  dialog.addEventListener('close', () => { dialog.remove(); link.focus(); });
  window.htmx?.process(dialog);
  dialog.showModal();
  document.dispatchEvent(new CustomEvent('lf:dialog', { detail: dialog }));
}
document.addEventListener('click', (event) => {
  const opener = event.target.closest('[data-open]');
  if (opener) { const dialog = document.getElementById(opener.dataset.open); if (dialog?.showModal) { event.preventDefault(); opener.closest('details')?.removeAttribute('open'); dialog.showModal(); } return; }
  const link = event.target.closest('a[data-dialog]');
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); fetched(link).catch(() => { location.href = link.href; }); return; }
  if (event.target.closest('[data-dismiss]')) { event.preventDefault(); event.target.closest('dialog')?.close(); return; }
  if (event.target.closest('[data-close]')) { event.target.closest('.lf-toast').remove(); return; }
  document.querySelectorAll('details.lf-pop[open]').forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('details.lf-pop[open]');
  if (menu) { menu.open = false; menu.querySelector('summary').focus(); }
  if (location.hash === '#map') { location.hash = '#main'; }
});

// Toasts go after ten seconds, not while pointed at or focused; errors stay until closed.
function arm(toast) {
  toast.querySelectorAll('[data-close]').forEach((button) => { button.hidden = false; });
  if ('stay' in toast.dataset) return;
  let left = 100;
  const clock = setInterval(() => {
    if (!toast.isConnected) { clearInterval(clock); return; }
    if (toast.matches(':hover, :focus-within')) return;
    left -= 1;
    if (left <= 0) { toast.remove(); clearInterval(clock); }
  }, 100);
}
document.querySelectorAll('.lf-toast').forEach(arm);
export function toast(text, level = 'done') {
  const item = document.createElement('div');
  item.className = 'lf-toast';
  const serious = level === 'bad' || level === 'warn';
  item.setAttribute('role', serious ? 'alert' : 'status');
  if (serious) item.dataset.stay = '';
  const shape = document.createElement('span'); shape.className = `st st-${level} st-only`;
  const sentence = document.createElement('span'); sentence.textContent = text;
  const close = document.createElement('button'); close.type = 'button'; close.className = 'x'; close.dataset.close = ''; close.textContent = '×'; close.setAttribute('aria-label', words.close);
  item.append(shape, sentence, close);
  document.getElementById('toasts')?.append(item);
  arm(item);
}
document.addEventListener('toast', (event) => toast(event.detail.text ?? event.detail.value, event.detail.level));
document.addEventListener('htmx:sendError', () => toast(words.failed, 'warn'));
document.addEventListener('htmx:responseError', () => toast(words.refused, 'warn'));
document.addEventListener('htmx:afterSwap', (event) => {
  const target = document.getElementById(event.detail.target.id) || event.detail.target;
  say(target.dataset?.say || target.querySelector?.('[data-say]')?.dataset.say || words.updated);
});

// Of views that do not fit beside each other, the current one is in sight; after a part of the page changed too.
function inSight() {
  document.querySelectorAll('.lf-views').forEach((row) => {
    const here = row.querySelector('[aria-current]')?.getBoundingClientRect();
    const seen = row.getBoundingClientRect();
    if (here && (here.left < seen.left || here.right > seen.right)) row.scrollLeft += here.left - seen.left - (seen.width - here.width) / 2;
  });
}
inSight();
document.fonts.ready.then(inSight);
document.addEventListener('htmx:afterSettle', inSight);

// Bars and other parts that need their number counted while a person selects rows.
document.addEventListener('change', (event) => {
  const table = event.target.closest('table[data-select]');
  if (!table) return;
  const boxes = [...table.querySelectorAll('tbody input[name=row]')];
  if (event.target.matches('[data-all]')) boxes.forEach((box) => { box.checked = event.target.checked; });
  boxes.forEach((box) => box.closest('tr').classList.toggle('sel', box.checked));
  const count = document.querySelector('[data-selected]');
  if (count) count.textContent = words.selected.replace('%(n)s', boxes.filter((box) => box.checked).length);
});
