// The table beside the bars: a tree grid of which only the rows in sight exist.
import { fill, tag } from './draw.js';

export const COLUMNS = ['number', 'name', 'length', 'start', 'finish', 'slip', 'predecessors'];
export const EDITABLE = { name: 1, length: 1, start: 1, predecessors: 1 };

export const cellId = (task, column) => `gt-${task.at}-${column}`;

export function value(plan, task, column) {
  switch (column) {
    case 'number': return String(task.at + 1);
    case 'name': return task.name;
    case 'length': return plan.length(task);
    case 'start': return plan.short(task.start);
    case 'finish': return plan.short(task.finish);
    case 'slip': return plan.signed(plan.slip(task));
    default: return plan.predecessors(task);
  }
}

// Whether a cell may be typed into, and if not, why.
export function closed(app, task, column) {
  if (!app.plan.may.edit) return 'readonly';
  if (!EDITABLE[column]) return 'computed';
  if (task.summary && (column === 'length' || column === 'start')) return 'summary';
  if (task.milestone && column === 'length') return 'milestone';
  if (task.started && column === 'start') return 'started';
  return '';
}

export function makeRow(app, task, place) {
  const { plan, words } = app;
  const cells = COLUMNS.map((column) => {
    const cell = tag('div', { class: `c-${column}`, role: column === 'name' ? 'rowheader' : 'gridcell', id: cellId(task, column), 'data-column': column });
    if (column === 'number') cell.append(tag('a', { href: app.url(task), tabindex: -1, 'aria-label': `${task.at + 1} ${task.name}` }, value(plan, task, column)));
    else if (column === 'name') cell.append(...named(app, task));
    else cell.append(...(column === 'finish' && plan.missed(task) ? [tag('span', { class: 'st st-bad st-only', 'aria-hidden': 'true' })] : []), value(plan, task, column));
    return cell;
  });
  const kind = task.summary ? ' sum' : task.milestone ? ' mile' : '';
  const row = tag('div', {
    class: `gt-tr${kind}${task.critical ? ' crit' : ''}${task.done ? ' done' : ''}`, role: 'row', 'data-at': task.at, 'aria-level': task.depth + 1, 'aria-rowindex': place + 2,
    'aria-expanded': task.summary ? String(!app.folded.has(task.id)) : null, 'aria-selected': String(app.active.at === task.at),
  }, ...cells);
  row.style.top = `${app.head + place * app.row}px`;
  if (app.active.at === task.at) row.classList.add('sel');
  if (app.narrow) row.append(tag('div', { class: 'c-dates', role: 'gridcell' }, `${plan.short(task.start)} – ${plan.short(task.finish)}${app.compared && plan.slip(task) ? ` · ${plan.signed(plan.slip(task))} ${words.wd}` : ''}`));
  return row;
}

function named(app, task) {
  const parts = [];
  const text = tag('span', { class: 'nm', title: task.name }, task.name);
  const depth = app.filter === 'critical' ? 0 : task.depth;
  text.style.paddingLeft = `${depth * 12}px`;
  if (task.summary) {
    const arrow = tag('span', { class: 'tw', 'aria-hidden': 'true', 'data-fold': '' }, app.folded.has(task.id) ? '▸' : '▾');
    arrow.style.marginLeft = `${depth * 12}px`;
    text.style.paddingLeft = '0';
    parts.push(arrow);
  }
  if (task.milestone && !task.summary) text.prepend('◆ ');
  parts.push(text);
  const spoken = [task.critical && !task.summary ? app.words.critical : '', due(app, task)].filter(Boolean);
  if (spoken.length) parts.push(tag('span', { class: 'sr' }, ` (${spoken.join(', ')})`));
  return parts;
}

// The deadline in words: when it is, and by how much it is missed.
export function due(app, task) {
  const { plan, words } = app;
  if (task.deadline === null) return '';
  const days = plan.missed(task) ? plan.between(task.deadline, task.finish) : 0;
  return fill(plan.missed(task) ? words.deadline_missed : words.deadline, { day: plan.iso(task.deadline), days });
}

export function makeHead(app) {
  const row = tag('div', { class: 'gt-th', role: 'row', 'aria-rowindex': 1 });
  COLUMNS.forEach((column) => row.append(tag('div', { class: `c-${column}`, role: 'columnheader' }, app.words.columns[column])));
  return row;
}

// A field in the place of a cell; Enter or Tab saves, Escape gives the old value back.
export function openCell(app, task, column, { save, leave }) {
  const cell = document.getElementById(cellId(task, column));
  if (!cell) return null;
  const old = column === 'start' ? app.plan.iso(task.start ?? app.plan.today) : value(app.plan, task, column);
  const field = tag('input', { class: 'gt-field', value: old, 'aria-label': `${app.words.columns[column]}: ${task.name}`, autocomplete: 'off', spellcheck: 'false' });
  let over = false;
  const end = (back) => { if (over) return; over = true; field.remove(); leave(back); };
  const keep = async (next) => {
    if (over || field.disabled) return;
    const typed = field.value.trim();
    if (typed === old.trim()) { end(true); if (next) next(); return; }
    field.disabled = true;
    const said = await save(typed);
    field.disabled = false;
    if (said) { field.setAttribute('aria-invalid', 'true'); field.title = said; field.focus(); return; }
    end(true);
    if (next) next();
  };
  field.addEventListener('keydown', (event) => {
    event.stopPropagation();
    if (event.key === 'Escape') { event.preventDefault(); end(true); }
    if (event.key === 'Enter' || event.key === 'Tab') { event.preventDefault(); keep(event.key === 'Tab' ? () => app.step(0, event.shiftKey ? -1 : 1) : null); }
  });
  field.addEventListener('blur', () => { if (!field.disabled && field.isConnected) keep(); });
  cell.append(field);
  field.focus();
  field.select();
  return field;
}
