// Rows put elsewhere: dragged in the table or moved by keys; why a row cannot stand somewhere is told before it is dropped.
import { misplaced } from './data.js';
import { fill, tag } from './draw.js';

const FAR = 5;
const LEVEL = 16; // so far is pulled sideways for a level
const EDGE = 28;

export class Places {
  constructor(app) {
    this.app = app;
    this.now = null;
    const { grid } = app;
    grid.addEventListener('pointerdown', (event) => this.begin(event));
    grid.addEventListener('pointermove', (event) => this.move(event));
    grid.addEventListener('pointerup', (event) => this.drop(event));
    grid.addEventListener('pointercancel', () => this.end());
    grid.addEventListener('dragstart', (event) => event.preventDefault());
    document.addEventListener('keydown', (event) => {
      if (this.now?.moved && event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); this.end(); }
    }, true);
  }

  get plan() { return this.app.plan; }

  begin(event) {
    const row = event.target.closest('.gt-tr');
    const idle = !row || event.button !== 0 || event.pointerType === 'touch' || this.app.narrow || this.app.editing || event.target.matches('input, [data-fold]');
    if (idle || !this.plan.may.move) return;
    const task = this.plan.tasks[Number(row.dataset.at)];
    this.now = { task, x: event.clientX, y: event.clientY, moved: false, pointer: event.pointerId, whys: new Map() };
  }

  move(event) {
    const { now, app } = this;
    if (!now) return;
    now.last = event;
    if (!now.moved) {
      if (Math.hypot(event.clientX - now.x, event.clientY - now.y) < FAR) return;
      Object.assign(now, { moved: true, hint: tag('div', { class: 'gt-tip', 'aria-hidden': 'true' }), mark: tag('div', { class: 'gt-drop', 'aria-hidden': 'true' }) });
      now.inside = new Set(this.plan.under(now.task));
      app.grid.setPointerCapture(now.pointer);
      app.root.append(now.hint);
      app.grid.append(now.mark);
      app.root.classList.add('carries');
      this.scroll();
    }
    this.show();
  }

  show() {
    const { now, app } = this;
    const { clientX, clientY } = now.last;
    const y = clientY - app.pad.getBoundingClientRect().top;
    const gap = Math.min(Math.max(Math.round(y / app.row), 0), app.rows.length);
    now.spot = app.filter ? { no: app.words.no.filtered } : this.spot(gap, clientX - now.x);
    if (!now.mark.isConnected) app.grid.append(now.mark);
    now.mark.style.top = `${app.head + gap * app.row - 1}px`;
    now.mark.style.left = `${50 + (now.spot.depth || 0) * 12}px`;
    now.mark.classList.toggle('no', Boolean(now.spot.no));
    now.hint.className = `gt-tip${now.spot.no ? ' no' : ''}`;
    now.hint.textContent = now.spot.no ? `✕ ${now.spot.no}` : now.spot.says;
    const box = app.root.getBoundingClientRect();
    now.hint.style.left = `${Math.min(clientX - box.left + 14, box.width - now.hint.offsetWidth - 4)}px`;
    now.hint.style.top = `${clientY - box.top + 18}px`;
  }

  // The place between two rows: how deep is said by how far the row was pulled sideways.
  spot(gap, pulled) {
    const { app, plan, now } = this;
    const row = (place) => plan.tasks[app.rows[place]];
    let [high, low] = [gap - 1, gap];
    while (high >= 0 && now.inside.has(app.rows[high])) high -= 1;
    while (low < app.rows.length && now.inside.has(app.rows[low])) low += 1;
    const [above, below] = [row(high), row(low)];
    const least = below ? below.depth : 0;
    const depth = above ? Math.min(Math.max(now.task.depth + Math.round(pulled / LEVEL), least), Math.max(above.depth + 1, least)) : 0;
    let parent = above;
    while (parent && parent.depth >= depth) parent = plan.tasks[parent.parent];
    return { depth, ...this.told(now.task, parent || null, below && below.depth === depth ? below : null, now.whys) };
  }

  // What a place means, or why it cannot be.
  told(task, parent, before, whys = new Map()) {
    const { words } = this.app;
    const key = parent ? parent.at : -1;
    if (!whys.has(key)) whys.set(key, misplaced(this.plan, task, parent));
    const why = whys.get(key);
    const names = { task: this.named(task), parent: parent && this.named(parent), before: before && this.named(before) };
    if (why) return { no: fill(words.no[why], { ...names, earlier: names.task, later: names.parent }) };
    const where = parent ? (before ? 'under_before' : 'under') : before ? 'top_before' : 'top';
    const says = fill(words.place[where], names) + (parent && !parent.summary ? fill(words.place.becomes, names) : '');
    const same = (parent ? parent.at : -1) === task.parent && (before ? before.at : -1) === (this.plan.beside(task, 1)?.at ?? -1);
    return { says, same, edit: { move: { parent: parent ? parent.id : null, before: before ? before.id : null } }, parent };
  }

  named(task) { return `${task.at + 1} ${task.name}`; }

  async drop(event) {
    const { now } = this;
    if (!now) return;
    if (now.moved) { now.last = event; this.show(); }
    this.end();
    if (now.moved) await this.carry(now.task, now.spot);
  }

  async carry(task, spot) {
    const { app } = this;
    if (spot.no) { app.alarm(spot.no); return; }
    if (spot.same) return;
    if (spot.parent) { app.folded.delete(spot.parent.id); app.keep(); }
    const { id } = task;
    const refused = await app.history.make(task, spot.edit);
    const moved = app.plan.byId.get(id);
    if (refused || !moved) return;
    app.choose(moved.at, true);
    app.made.get(app.placeOf.get(moved.at))?.forEach((part) => part.classList.add('flash'));
  }

  // In, out, up or down by one.
  async by(way) {
    const { app, plan } = this;
    const task = plan.tasks[app.active.at];
    if (!task) { app.say(app.words.no.choose); return; }
    if (!plan.may.move) { app.say(app.words.no.readonly); return; }
    if (app.filter) { app.alarm(app.words.no.filtered); return; }
    const parent = plan.tasks[task.parent] || null;
    const [above, below] = [plan.beside(task, -1), plan.beside(task, 1)];
    const spot = {
      in: () => (above ? this.told(task, above, null) : { no: app.words.no.none_above }),
      out: () => (parent ? this.told(task, plan.tasks[parent.parent] || null, plan.beside(parent, 1)) : { no: app.words.no.at_top }),
      up: () => (above ? this.told(task, parent, above) : { no: app.words.no.first }),
      down: () => (below ? this.told(task, parent, plan.beside(below, 1)) : { no: app.words.no.last }),
    }[way]();
    await this.carry(task, spot);
    app.grid.focus({ preventScroll: true });
  }

  end() {
    this.now?.hint?.remove();
    this.now?.mark?.remove();
    this.app.root.classList.remove('carries');
    this.now = null;
  }

  // Near an edge the table scrolls on by itself.
  scroll() {
    const { now, app } = this;
    if (!now) return;
    const box = app.scroller.getBoundingClientRect();
    const by = now.last.clientY < box.top + app.head + EDGE ? -8 : now.last.clientY > box.bottom - EDGE ? 8 : 0;
    if (by) { app.scroller.scrollBy(0, by); this.show(); }
    requestAnimationFrame(() => this.scroll());
  }
}
