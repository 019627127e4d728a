// The keyboard in the table: arrows walk, Enter edits, Left and Right fold, Alt+Shift+arrows move, Ctrl+Z and Ctrl+Y undo.
import { COLUMNS, cellId, closed, openCell } from './rows.js';

const FIELDS = { name: 'name', length: 'duration', start: 'start', predecessors: 'predecessors' };

export class Keys {
  constructor(app) {
    this.app = app;
    app.step = (down, right) => this.step(down, right);
    app.grid.addEventListener('keydown', (event) => this.key(event));
    app.root.addEventListener('keydown', (event) => this.undo(event));
    app.grid.addEventListener('dblclick', (event) => { const cell = event.target.closest('[data-column]'); if (cell) this.edit(cell.dataset.column); });
    app.grid.addEventListener('click', (event) => this.click(event));
  }

  get task() { return this.app.plan.tasks[this.app.active.at]; }
  get column() { return COLUMNS[this.app.active.column]; }

  click(event) {
    const row = event.target.closest('[data-at]');
    if (!row || event.target.matches('a, input')) return;
    const task = this.app.plan.tasks[Number(row.dataset.at)];
    if (this.app.narrow && !('fold' in event.target.dataset)) { location.href = this.app.url(task); return; }
    if ('fold' in event.target.dataset) { this.app.fold(task); return; }
    this.app.active.column = Math.max(COLUMNS.indexOf(event.target.closest('[data-column]')?.dataset.column), 0);
    this.app.choose(task.at);
    this.app.grid.focus({ preventScroll: true });
  }

  undo(event) {
    if (!(event.ctrlKey || event.metaKey) || event.target.matches('input')) return;
    const key = event.key.toLowerCase();
    if (key === 'z' && !event.shiftKey) { event.preventDefault(); this.app.history.back(); }
    else if (key === 'y' || key === 'z') { event.preventDefault(); this.app.history.again(); }
  }

  key(event) {
    const way = event.altKey && event.shiftKey && { ArrowRight: 'in', ArrowLeft: 'out', ArrowUp: 'up', ArrowDown: 'down' }[event.key];
    if (way && event.target === this.app.grid) { event.preventDefault(); event.stopPropagation(); this.app.places.by(way); return; }
    if (event.target !== this.app.grid || event.altKey) return;
    const { app } = this;
    const page = Math.max(Math.floor((app.scroller.clientHeight - app.head) / app.row) - 1, 1);
    const moves = { ArrowDown: [1, 0], ArrowUp: [-1, 0], PageDown: [page, 0], PageUp: [-page, 0] };
    if (event.ctrlKey || event.metaKey) {
      const ends = { Home: -app.rows.length, End: app.rows.length }[event.key];
      if (ends) { event.preventDefault(); this.step(ends, 0); }
      return;
    }
    const act = moves[event.key] ? () => this.step(...moves[event.key]) : {
      ArrowRight: () => (this.column === 'name' && this.task?.summary && app.folded.has(this.task.id) ? app.fold(this.task) : this.step(0, 1)),
      ArrowLeft: () => (this.column === 'name' && this.task?.summary && !app.folded.has(this.task.id) ? app.fold(this.task) : this.step(0, -1)),
      Home: () => this.step(0, -COLUMNS.length), End: () => this.step(0, COLUMNS.length),
      Enter: () => (this.column === 'number' ? app.open(this.task) : this.edit(this.column)),
      F2: () => this.edit(this.column), e: () => this.edit(this.column), ' ': () => (this.task?.summary ? app.fold(this.task) : null),
    }[event.key];
    if (!act || !this.task && !moves[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }

  step(down, right) {
    const { app } = this;
    if (!app.rows.length) return;
    const limit = (value, last) => Math.min(Math.max(value, 0), last);
    const place = app.placeOf.get(app.active.at) ?? (down > 0 ? -1 : 0);
    app.active.column = limit(app.active.column + right, COLUMNS.length - 1);
    if (this.column === 'slip' && !app.compared) app.active.column += right < 0 ? -1 : 1;
    app.choose(app.rows[limit(place + down, app.rows.length - 1)], true);
  }

  edit(column) {
    const { app, task } = this;
    if (!task) return;
    app.active.column = COLUMNS.indexOf(column);
    app.choose(task.at, true);
    const why = closed(app, task, column);
    if (why) { app.say(app.words.no[why]); return; }
    app.editing = openCell(app, task, column, {
      save: (typed) => this.save(task, column, typed),
      leave: (back) => { app.editing = null; app.draw(); if (back) app.grid.focus({ preventScroll: true }); },
    });
  }

  save(task, column, typed) {
    const { app } = this;
    if (column !== 'start') return app.history.make(task, { [FIELDS[column]]: typed });
    const year = app.plan.iso(app.plan.today).slice(0, 4);
    const iso = /^\d{1,2}-\d{1,2}$/.test(typed) ? `${year}-${typed.split('-').map((part) => part.padStart(2, '0')).join('-')}` : typed;
    if (!/^\d{4}-\d\d-\d\d$/.test(iso) || app.plan.day(iso) === null) { app.alarm(app.words.no.date); return app.words.no.date; }
    return app.history.make(task, { start: iso });
  }
}

export function pointAt(app) {
  const task = app.plan.tasks[app.active.at];
  const cell = task && document.getElementById(cellId(task, COLUMNS[app.active.column]));
  app.grid.querySelector('.here')?.classList.remove('here');
  cell?.classList.add('here');
  if (cell) app.grid.setAttribute('aria-activedescendant', cell.id); else app.grid.removeAttribute('aria-activedescendant');
}
