// Forms: what was typed is kept as a draft until it has arrived, the first error gets the focus, one submit only.
const words = JSON.parse(document.getElementById('lf-words')?.textContent || '{}');
const keyOf = (form) => `draft:${new URL(form.getAttribute('action') || location.href, location.href).pathname}:${form.dataset.draft}`;
const fields = (form) => [...form.elements].filter((field) => field.name && !/^(hidden|password|file|submit|button)$/.test(field.type) && field.name !== 'csrfmiddlewaretoken');

function keep(form) {
  const values = fields(form).map((field) => [field.name, /^(checkbox|radio)$/.test(field.type) ? (field.checked ? [field.value] : null) : field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value]).filter(([, value]) => value !== null);
  sessionStorage.setItem(keyOf(form), JSON.stringify(values));
}
function restore(form) {
  const stored = sessionStorage.getItem(keyOf(form));
  if (!stored || form.querySelector('[aria-invalid=true]')) return;
  const values = JSON.parse(stored);
  let changed = false;
  fields(form).forEach((field) => {
    const mine = values.filter(([name]) => name === field.name).map(([, value]) => value);
    if (!mine.length) return;
    if (/^(checkbox|radio)$/.test(field.type)) { const on = mine.flat().includes(field.value); changed ||= field.checked !== on; field.checked = on; return; }
    if (field.multiple) { [...field.options].forEach((option) => { option.selected = mine.flat().includes(option.value); }); return; }
    changed ||= field.value !== mine[0];
    field.value = mine[0];
  });
  if (!changed) return;
  const note = document.createElement('p'); note.className = 'lf-note'; note.setAttribute('role', 'status');
  const drop = document.createElement('button'); drop.type = 'button'; drop.className = 'btn btn-sm'; drop.textContent = words.discard;
  drop.addEventListener('click', () => { sessionStorage.removeItem(keyOf(form)); form.reset(); note.remove(); });
  note.append(`${words.restored} `, drop);
  form.prepend(note);
}
function ready(root) {
  root.querySelectorAll('form[data-draft]').forEach(restore);
  root.querySelector('[aria-invalid=true]')?.focus();
}
document.addEventListener('input', (event) => { const form = event.target.closest?.('form[data-draft]'); if (form) keep(form); });
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post' || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = '1';
  setTimeout(() => { delete form.dataset.sent; }, 4000);
  if (form.dataset.draft !== undefined) sessionStorage.setItem('sent', keyOf(form));
});
// What was sent has arrived when a page other than the login stands here and does not complain.
function arrived() {
  const sent = sessionStorage.getItem('sent');
  sessionStorage.removeItem('sent');
  if (sent && !document.querySelector('.lf-login, [aria-invalid=true], .lf-errors')) sessionStorage.removeItem(sent);
}
// A destructive act needs its name typed before its button works.
document.addEventListener('input', (event) => {
  const field = event.target.closest?.('[data-confirm]');
  if (!field) return;
  const button = field.form.querySelector('[type=submit].btn-danger');
  button.setAttribute('aria-disabled', String(field.value.trim() !== field.dataset.confirm));
});
document.addEventListener('click', (event) => { if (event.target.closest('[type=submit][aria-disabled=true]')) event.preventDefault(); });
document.addEventListener('lf:dialog', (event) => ready(event.detail));
document.addEventListener('htmx:afterSwap', (event) => { sessionStorage.removeItem('sent'); ready(event.detail.target.parentElement || document); });
arrived();
ready(document);
