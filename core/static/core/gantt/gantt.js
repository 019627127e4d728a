// The chart of the plan: reads the data, keeps what a person chose, draws the rows in sight.
import { makeBar, makeDots, makeGhost, makeLinks, makeMarks } from './bars.js';
import { Plan } from './data.js';
import { Drag } from './drag.js';
import { fill, node } from './draw.js';
import { Keys, pointAt } from './keys.js';
import { Places } from './places.js';
import { makeHead, makeRow } from './rows.js';
import { Scale, ZOOMS } from './scale.js';
import { History } from './undo.js';

const SPARE = 8; // rows beyond those in sight
const STEP = 6; // so many rows are scrolled before new ones are made
const GHOSTS_STAY = 12000;
const NARROW = 640;

class Gantt {
  constructor(root) {
    this.root = root;
    this.words = JSON.parse(document.getElementById('gantt-words').textContent);
    const find = (name) => root.querySelector(`.gt-${name}`);
    [this.scroller, this.body, this.grid, this.chart, this.line] = ['scroll', 'body', 'table', 'chart', 'says'].map(find);
    [this.headSvg, this.bars, this.pad] = ['head', 'bars', 'pad'].map(find);
    [this.ground, this.marks, this.ghosts, this.lines, this.drawn] = ['ground', 'marks', 'ghosts', 'lines', 'rows'].map((name) => node('g', { class: name }));
    this.bars.append(makeDots(), this.ground, this.marks, this.lines, this.ghosts, this.drawn);
    [this.ticks, this.names] = [node('g'), node('g')];
    this.headSvg.append(this.ticks, this.names);
    this.key = `gantt:${root.dataset.url}`;
    this.chosen = { zoom: 'week', filter: '', baseline: '', folded: [], ...this.kept() };
    this.folded = new Set(this.chosen.folded);
    this.active = { at: -1, column: 1 };
    this.made = new Map();
    this.steps = [];
    this.history = new History(this);
  }

  kept() { try { return JSON.parse(localStorage.getItem(this.key)) || {}; } catch { return {}; } }
  keep() { try { localStorage.setItem(this.key, JSON.stringify({ ...this.chosen, folded: [...this.folded] })); } catch { /* a private window keeps nothing */ } }
  get filter() { return this.chosen.filter; }
  url(task) { return this.root.dataset.task.replace('__', task.id); }
  open(task) { if (task) location.href = this.url(task); }

  async start() {
    await this.read();
    new Keys(this);
    new Drag(this);
    this.places = new Places(this);
    let waiting = false;
    this.scroller.addEventListener('scroll', () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; this.window(); });
    }, { passive: true });
    new ResizeObserver(() => this.draw()).observe(this.scroller);
    this.root.addEventListener('click', (event) => this.press(event));
    this.picker?.addEventListener('change', () => this.compare(this.picker.value));
    this.toToday();
    this.root.dataset.ready = '';
  }

  // The promise beside the bars: the one that counts, an older one, or none.
  get picker() { return this.root.querySelector('[data-pick=baseline]'); }
  with(url) { return /^\d+$/.test(this.chosen.baseline) ? `${url}?baseline=${this.chosen.baseline}` : url; }
  get compared() { return Boolean(this.picker) && this.chosen.baseline !== 'none'; }
  async compare(value) {
    this.chosen.baseline = value;
    this.keep();
    await this.read();
    if (!this.compared) { this.say(this.words.not_compared); return; }
    const slips = this.plan.tasks.filter((task) => !task.summary).map((task) => this.plan.slip(task));
    const last = (name) => Math.max(...this.plan.tasks.filter((task) => task[name] !== null && !task.summary).map((task) => task[name]));
    const [promised, now] = [last('baseline_finish'), last('finish')];
    const days = Number.isFinite(promised) && Number.isFinite(now) ? this.plan.signed(this.plan.between(promised, now)) : '–';
    this.say(fill(this.words.compared, { name: this.picker.selectedOptions[0].textContent.trim(), later: slips.filter((days) => days > 0).length, earlier: slips.filter((days) => days < 0).length, days }));
  }

  async read() {
    const answer = await fetch(this.with(this.root.dataset.url), { credentials: 'same-origin', cache: 'no-cache' });
    if (!answer.ok) throw new Error(String(answer.status));
    const chosen = this.plan?.tasks[this.active.at]?.id;
    this.plan = new Plan(await answer.json());
    this.active.at = this.plan.byId.get(chosen)?.at ?? -1;
    this.draw();
  }

  press(event) {
    const button = event.target.closest('[data-zoom], [data-filter], [data-do]');
    if (!button) return;
    const { zoom, filter, do: act } = button.dataset;
    const middle = this.scale.dayAt(this.scroller.scrollLeft + (this.scroller.clientWidth - this.side) / 2);
    if (zoom) { this.chosen.zoom = zoom; this.draw(); this.center(middle); }
    if (filter !== undefined) { this.chosen.filter = filter; this.draw(); this.scroller.scrollTop = 0; this.window(); }
    if (act) ({ today: () => this.toToday(), fold: () => this.foldAll(), undo: () => this.history.back(), redo: () => this.history.again(), in: () => this.places.by('in'), out: () => this.places.by('out') })[act]();
    this.keep();
    this.buttons();
  }

  center(day) { this.scroller.scrollLeft = this.scale.x(day) - (this.scroller.clientWidth - this.side) / 2; this.window(); }
  toToday() {
    const next = this.rows.findIndex((at) => { const task = this.plan.tasks[at]; return !task.done && !task.summary; });
    this.scroller.scrollTop = Math.max(next - 3, 0) * this.row;
    this.center(this.plan.today);
  }
  fold(task) {
    if (this.folded.has(task.id)) this.folded.delete(task.id); else this.folded.add(task.id);
    this.keep();
    this.draw();
  }
  foldAll() {
    const summaries = this.plan.tasks.filter((task) => task.summary);
    if (this.folded.size) this.folded.clear(); else summaries.forEach((task) => this.folded.add(task.id));
    this.draw();
  }

  // Lay everything out anew: after data, zoom, filter, folding or size have changed.
  draw() {
    if (!this.plan || this.editing) return;
    const was = this.narrow;
    this.narrow = this.scroller.clientWidth < NARROW - 60;
    [this.row, this.head] = this.narrow ? [46, 28] : [28, 64];
    this.rows = this.plan.shown(this.filter, this.folded);
    this.placeOf = new Map(this.rows.map((at, place) => [at, place]));
    this.root.classList.toggle('narrow', this.narrow);
    this.root.classList.toggle('compared', this.compared);
    const [now, before] = this.narrow ? ['tap', 'hint'] : ['hint', 'tap'];
    if (this.line.textContent === this.words[before]) this.say(this.words[now]);
    if (!this.rows.length) this.say(this.words.none);
    this.grid.setAttribute('aria-rowcount', this.rows.length + 1);
    this.grid.setAttribute('aria-readonly', String(!this.plan.may.edit));
    this.grid.replaceChildren(makeHead(this));
    this.drawn.replaceChildren();
    this.made.clear();
    this.side = this.narrow ? 0 : this.grid.offsetWidth;
    const room = Math.max(this.scroller.clientWidth - this.side - 1, 200);
    this.scale = new Scale(this.plan, this.narrow ? 'fit' : this.chosen.zoom, room);
    const height = this.rows.length * this.row;
    this.body.style.height = `${height + this.head}px`;
    this.pad.style.width = `${this.scale.width}px`;
    this.pad.style.height = `${height}px`;
    this.headSvg.setAttribute('width', this.scale.width);
    const [lines, names] = makeMarks(this, height);
    this.marks.replaceChildren(...lines);
    this.names.replaceChildren(...(this.narrow ? [] : names));
    this.painted = null;
    this.window();
    this.buttons();
    if (was !== undefined && was !== this.narrow) this.toToday();
  }

  // Make the rows that came into sight, drop those that left it.
  window() {
    const { scroller, row } = this;
    const top = Math.floor(scroller.scrollTop / row / STEP) * STEP;
    const first = Math.max(top - SPARE, 0);
    const last = Math.min(top + Math.ceil(scroller.clientHeight / row) + STEP + SPARE, this.rows.length) - 1;
    this.made.forEach(([line, bar], place) => {
      if (place < first || place > last) { line.remove(); bar.remove(); this.made.delete(place); }
    });
    const [lines, bars] = [document.createDocumentFragment(), document.createDocumentFragment()];
    for (let place = first; place <= last; place += 1) {
      if (!this.made.has(place)) {
        const task = this.plan.tasks[this.rows[place]];
        const pair = [makeRow(this, task, place), makeBar(this, task, place)];
        this.made.set(place, pair);
        lines.append(pair[0]);
        bars.append(pair[1]);
      }
    }
    this.grid.append(lines);
    this.drawn.append(bars);
    const mark = `${first}:${last}`;
    if (this.linked !== mark || !this.painted) { this.linked = mark; this.lines.replaceChildren(...(this.narrow ? [] : makeLinks(this, first, last))); }
    this.paint();
    this.place(first * row, (last - first + 1) * row);
    pointAt(this);
  }

  // The drawing is only as large as what is in sight and a little more; a browser paints a small one much faster.
  place(top, tall) {
    const from = Math.max(this.painted[0], 0);
    const wide = Math.max(Math.min(this.painted[1], this.scale.width) - from, 1);
    const box = `${from} ${top} ${wide} ${Math.max(tall, 1)}`;
    if (this.boxed === box) return;
    this.boxed = box;
    const { bars } = this;
    bars.setAttribute('viewBox', box);
    bars.setAttribute('width', wide);
    bars.setAttribute('height', Math.max(tall, 1));
    [bars.style.left, bars.style.top] = [`${from}px`, `${top}px`];
  }

  paint() {
    const { scrollLeft: left, clientWidth: width } = this.scroller;
    const [from, to] = this.painted || [1, 0];
    if (left >= from && left + width <= to) return;
    this.painted = [left - width, left + width * 2];
    this.scale.paint(this.ticks, this.ground, ...this.painted, this.rows.length * this.row);
  }

  choose(at, reveal = false) {
    const old = this.placeOf.get(this.active.at);
    this.active.at = at;
    [old, this.placeOf.get(at)].forEach((place) => {
      const pair = this.made.get(place);
      if (pair) { pair.forEach((part) => part.remove()); this.made.delete(place); }
    });
    if (reveal) this.reveal(this.placeOf.get(at));
    this.linked = '';
    this.window();
  }

  reveal(place) {
    const { scroller, row, head } = this;
    const [top, room] = [place * row, scroller.clientHeight - head - row];
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top > scroller.scrollTop + room) scroller.scrollTop = top - room;
  }

  // Show what an edit moved: the bars flash, and stand as outlines where they were.
  moved(moves) {
    this.draw();
    clearTimeout(this.clock);
    this.ghosts.replaceChildren();
    moves.forEach((move) => {
      const place = this.placeOf.get(this.plan.byId.get(move.task)?.at);
      if (place === undefined) return;
      this.ghosts.append(makeGhost(this, place, move));
      this.made.get(place)?.forEach((part) => part.classList.add('flash'));
    });
    this.clock = setTimeout(() => this.ghosts.replaceChildren(), GHOSTS_STAY);
  }

  say(text) { this.line.textContent = text; }
  alarm(text) { this.say(text); document.dispatchEvent(new CustomEvent('toast', { detail: { text, level: 'warn' } })); }

  buttons() {
    const press = (name, value) => this.root.querySelectorAll(`[data-${name}]`).forEach((one) => one.setAttribute('aria-pressed', String(one.dataset[name] === value)));
    press('zoom', this.chosen.zoom);
    press('filter', this.filter);
    const off = (act, on) => this.root.querySelector(`[data-do=${act}]`)?.setAttribute('aria-disabled', String(on));
    const fold = this.root.querySelector('[data-do=fold]');
    if (fold) fold.textContent = this.folded.size ? this.words.unfold_all : this.words.fold_all;
    off('undo', !this.history.done.length);
    off('redo', !this.history.undone.length);
    const count = this.root.querySelector('.gt-count');
    if (count && this.rows) count.textContent = fill(this.words.count, { n: this.rows.length, all: this.plan.tasks.length });
  }
}

const root = document.getElementById('gantt');
if (root) {
  const chart = new Gantt(root);
  if (!ZOOMS[chart.chosen.zoom] && chart.chosen.zoom !== 'fit') chart.chosen.zoom = 'week';
  const { picker } = chart;
  if (![...(picker?.options || [])].some((one) => one.value === chart.chosen.baseline)) chart.chosen.baseline = '';
  if (picker) picker.value = chart.chosen.baseline;
  chart.start().catch((fault) => { document.documentElement.dataset.gantt = 'failed'; throw fault; });
}
