// Dragging in the chart: a bar to another day, its right edge to another length, its dot to another task.
import { ends, middle } from './bars.js';
import { objection } from './data.js';
import { fill, node, tag } from './draw.js';

const FAR = 4;
const EDGE = 28;

// Finish to start unless keys say otherwise: Shift starts together, Alt finishes together, both: start to finish.
const kindOf = (event) => (event.shiftKey ? (event.altKey ? 'SF' : 'SS') : event.altKey ? 'FF' : 'FS');

export class Drag {
  constructor(app) {
    this.app = app;
    this.now = null;
    app.bars.addEventListener('pointerdown', (event) => this.begin(event));
    app.bars.addEventListener('pointermove', (event) => { if (this.now) this.show(this.spot(event), event); });
    app.bars.addEventListener('pointerup', (event) => this.drop(event));
    app.bars.addEventListener('pointercancel', () => this.end());
    document.addEventListener('keydown', (event) => {
      if (!this.now) return;
      if (event.key === 'Escape') { event.preventDefault(); event.stopPropagation(); this.end(); }
      else if (this.now.last && (event.key === 'Shift' || event.key === 'Alt')) { event.preventDefault(); this.show(this.now.last, event); }
    }, true);
  }

  begin(event) {
    const { app } = this;
    const group = event.target.closest('g[data-at]');
    if (!group || event.button !== 0) return;
    const task = app.plan.tasks[Number(group.dataset.at)];
    app.choose(task.at);
    const grab = event.target.dataset.grab || (event.target.classList.contains('hit') ? '' : 'shift');
    if (!grab || !app.plan.may.edit || app.narrow) return;
    event.preventDefault();
    app.grid.focus({ preventScroll: true });
    app.bars.setPointerCapture(event.pointerId);
    const [left, right] = ends(app, task);
    const [preview, hint] = [node('g', { class: 'drag' }), tag('div', { class: 'gt-tip', 'aria-hidden': 'true' })];
    app.bars.append(preview);
    app.root.append(hint);
    this.now = { task, grab, left, right, preview, hint, from: this.spot(event), moved: false, plan: null, pointer: event.pointerId };
    this.scroll();
  }

  spot(event) {
    const box = this.app.pad.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, clientX: event.clientX, clientY: event.clientY };
  }

  show(spot, keys) {
    const { now } = this;
    now.last = spot;
    if (!now.moved && Math.hypot(spot.x - now.from.x, spot.y - now.from.y) < FAR) return;
    now.moved = true;
    now.preview.replaceChildren();
    now.plan = this[now.grab](spot, keys);
    this.hint(spot, now.plan);
  }

  // A bar dropped on a day starts no earlier than there.
  shift(spot) {
    const { app, now: { task, left, right, from, preview } } = this;
    const why = task.summary ? 'summary_moves' : task.started ? 'started' : '';
    const day = app.scale.dayAt(left + spot.x - from.x + app.scale.per / 2);
    if (why) return { no: app.words.no[why] };
    const x = app.scale.x(day);
    preview.append(node('rect', { class: 'plan', x: task.milestone ? x - 6 : x, y: middle(app, app.placeOf.get(task.at)) - 7, width: Math.max(right - left, 12), height: 14 }));
    return { says: fill(app.words.drop_start, { day: app.plan.iso(day), why: app.plan.works(day) ? '' : app.words.day_off }), edit: { start: app.plan.iso(day) }, same: day === task.start };
  }

  grow(spot) {
    const { app, now } = this;
    const last = Math.max(app.scale.dayAt(now.right + spot.x - now.from.x - 1), now.task.start);
    const days = now.task.elapsed ? last - now.task.start + 1 : Math.max(app.plan.workdays(now.task.start, last), 1);
    const width = Math.max(app.scale.x(last + 1) - now.left, 2);
    now.preview.append(node('rect', { class: 'plan', x: now.left, y: middle(app, app.placeOf.get(now.task.at)) - 7, width, height: 14 }));
    const text = `${days}${now.task.elapsed ? 'ed' : 'd'}`;
    return { says: fill(app.words.drop_length, { days, day: app.plan.iso(last) }), edit: { duration: text }, same: text === app.plan.length(now.task) };
  }

  link(spot, keys) {
    const { app, now } = this;
    const place = Math.floor(spot.y / app.row);
    const later = app.plan.tasks[app.rows[place]];
    const kind = kindOf(keys);
    const [x, y] = [now.right + (now.task.milestone ? 14 : 10), middle(app, app.placeOf.get(now.task.at))];
    now.preview.append(node('path', { class: 'pull', d: `M${x} ${y}L${spot.x} ${spot.y}` }));
    if (!later) return { says: app.words.pull, same: true };
    const why = objection(app.plan, now.task, later, kind);
    const reach = ends(app, later) || [0, 0];
    now.preview.append(node('rect', { class: why ? 'aim no' : 'aim', x: reach[0] - 4, y: place * app.row + 2, width: reach[1] - reach[0] + 8, height: app.row - 4 }));
    const names = { earlier: `${now.task.at + 1} ${now.task.name}`, later: `${later.at + 1} ${later.name}`, kind: app.words.kinds[kind] };
    if (why) return { no: fill(app.words.no[why], names) };
    return { says: fill(app.words.drop_link, names), edit: { link: { earlier: now.task.id, type: kind } }, on: later };
  }

  hint(spot, plan) {
    const { hint } = this.now;
    const box = this.app.root.getBoundingClientRect();
    hint.className = `gt-tip${plan.no ? ' no' : ''}`;
    hint.textContent = plan.no ? `✕ ${plan.no}` : plan.says;
    hint.style.left = `${Math.min(spot.clientX - box.left + 14, box.width - hint.offsetWidth - 4)}px`;
    hint.style.top = `${spot.clientY - box.top + 18}px`;
  }

  async drop(event) {
    const { now, app } = this;
    if (!now) return;
    this.show(this.spot(event), event);
    this.end();
    if (!now.moved || !now.plan) return;
    if (now.plan.no) { app.alarm(now.plan.no); return; }
    if (now.plan.same || !now.plan.edit) return;
    await app.history.make(now.plan.on || now.task, now.plan.edit);
  }

  end() {
    this.now?.preview.remove();
    this.now?.hint.remove();
    this.now = null;
  }

  // Near an edge the chart scrolls on by itself.
  scroll() {
    const { now, app } = this;
    if (!now) return;
    if (now.moved) {
      const box = app.scroller.getBoundingClientRect();
      const { clientX, clientY } = now.last;
      const by = (at, low, high) => (at < low + EDGE ? -8 : at > high - EDGE ? 8 : 0);
      const [dx, dy] = [by(clientX, box.left + app.side, box.right), by(clientY, box.top + app.head, box.bottom)];
      if (dx || dy) { app.scroller.scrollBy(dx, dy); this.show(this.spot(now.last), { shiftKey: false, altKey: false }); }
    }
    requestAnimationFrame(() => this.scroll());
  }
}
