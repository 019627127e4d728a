// The plan as the server sent it: rows of short values become tasks, days are numbers counted from the plan's start.
const DAY = 864e5;
const MINUTES = 480;

export class Plan {
  constructor(raw) {
    Object.assign(this, { mark: raw.mark, today: raw.today, gates: raw.gates, may: raw.may, columns: raw.columns });
    this.base = Date.parse(`${raw.base}T00:00:00Z`);
    this.off = new Set(raw.off.flatMap(([first, run]) => Array.from({ length: run }, (_, at) => first + at)));
    this.take(raw);
  }

  take(raw) {
    this.tasks = raw.tasks.map((row, at) => this.read(row, at));
    this.byId = new Map(this.tasks.map((task) => [task.id, task]));
    this.nest();
    this.links = raw.links.map(([later, earlier, kind, lag = 0, unit = 0]) => ({ later, earlier, kind, lag, unit }));
    this.index();
  }

  read(row, at) {
    const task = { at };
    this.columns.task.forEach((name, place) => { task[name] = row[place] ?? null; });
    this.columns.flags.forEach((name, bit) => { task[name] = Boolean(task.flags & (1 << bit)); });
    return task;
  }

  nest() {
    this.tasks.forEach((task) => { task.children = []; });
    this.tasks.forEach((task) => {
      const above = this.tasks[task.parent];
      task.depth = above ? above.depth + 1 : 0;
      above?.children.push(task.at);
    });
  }

  index() {
    this.into = new Map();
    this.outOf = new Map();
    const add = (map, key, link) => { if (map.has(key)) map.get(key).push(link); else map.set(key, [link]); };
    this.links.forEach((link) => { add(this.into, link.later, link); add(this.outOf, link.earlier, link); });
  }

  // Take over what an edit changed; false where the plan was changed by others too and must be read again.
  patch(answer, edited) {
    if (answer.whole) { this.take(answer); Object.assign(this, { gates: answer.gates, mark: answer.mark }); return true; }
    const known = answer.was === this.mark && answer.tasks.every(([id]) => this.byId.has(id));
    if (!known) return false;
    answer.tasks.forEach((row) => { const task = this.byId.get(row[0]); Object.assign(task, this.read(row, task.at)); });
    this.links = this.links.filter((link) => link.later !== edited.at);
    answer.links.forEach(([later, earlier, kind, lag = 0, unit = 0]) => this.links.push({ later, earlier, kind, lag, unit }));
    this.gates = answer.gates;
    this.mark = answer.mark;
    this.index();
    return true;
  }

  // Days
  date(day) { return new Date(this.base + day * DAY); }
  iso(day) { return this.date(day).toISOString().slice(0, 10); }
  day(iso) { const at = Date.parse(`${iso}T00:00:00Z`); return Number.isNaN(at) ? null : Math.round((at - this.base) / DAY); }
  short(day) {
    if (day === null) return '–';
    const said = this.iso(day);
    return said.slice(0, 4) === this.iso(this.today).slice(0, 4) ? said.slice(5) : said;
  }
  works(day) { return !this.off.has(day); }
  workdays(first, last) {
    let count = 0;
    for (let day = first; day <= last; day += 1) count += this.works(day);
    return count;
  }

  // Working days from one day to another, as the server counts them; negative where it lies before.
  between(from, to) { return to >= from ? this.workdays(from + 1, to) : -this.workdays(to + 1, from); }
  slip(task) { return task.finish === null || task.baseline_finish === null ? null : this.between(task.baseline_finish, task.finish); }
  missed(task) { return task.deadline !== null && task.finish !== null && task.finish > task.deadline; }

  // The task and all below it, by place; those of them that are milestones; the task before or after it under the same summary.
  under(task) { return [task.at, ...task.children.flatMap((at) => this.under(this.tasks[at]))]; }
  milestones(task) { return this.under(task).map((at) => this.tasks[at]).filter((one) => one.milestone && !one.summary); }
  beside(task, step) {
    const row = task.parent < 0 ? this.tasks.filter((one) => one.parent < 0).map((one) => one.at) : this.tasks[task.parent].children;
    return this.tasks[row[row.indexOf(task.at) + step]] || null;
  }

  // Words
  signed(days) { return days === null ? '' : days > 0 ? `+${days}` : String(days).replace('-', '−'); }
  length(task) {
    if (task.summary || task.milestone) return '';
    const [unit, day] = task.elapsed ? ['ed', 1440] : ['d', MINUTES];
    if (task.minutes % day === 0) return `${task.minutes / day}${unit}`;
    return task.minutes % 60 === 0 ? `${task.minutes / 60}${unit.replace('d', 'h')}` : `${+(task.minutes / day).toFixed(2)}${unit}`;
  }
  lag(link) {
    if (!link.lag) return '';
    const sign = link.lag < 0 ? '-' : '+';
    const size = Math.abs(link.lag);
    const unit = this.columns.units[link.unit];
    if (unit.endsWith('percent')) return `${sign}${size}${unit === 'epercent' ? 'e' : ''}%`;
    const [mark, day] = unit === 'elapsed' ? ['e', 1440] : ['', MINUTES];
    return size % day === 0 ? `${sign}${size / day}${mark}d` : `${sign}${size}${mark}m`;
  }
  predecessors(task) {
    return (this.into.get(task.at) || []).map((link) => {
      const kind = this.columns.kinds[link.kind];
      return `${link.earlier + 1}${kind === 'FS' && !link.lag ? '' : kind}${this.lag(link)}`;
    }).join(', ');
  }

  // The first and last day of everything that is drawn.
  span() {
    let [first, last] = [this.today, this.today];
    const reach = (day) => { if (day !== null && day !== undefined) { if (day < first) first = day; if (day > last) last = day; } };
    if (this.tasks.length) [first, last] = [Infinity, -Infinity];
    this.tasks.forEach((task) => [task.start, task.finish, task.latest, task.baseline_start, task.baseline_finish, task.deadline].forEach(reach));
    this.gates.forEach((gate) => reach(gate[1]));
    if (!Number.isFinite(first)) [first, last] = [this.today, this.today];
    return [first, Math.min(last, first + 36500)];
  }

  // Which rows stand in the chart under a filter, with what is folded left out.
  shown(filter, folded) {
    const outline = { '': () => true, milestones: (task) => task.milestone || (task.summary && this.milestones(task).length > 0) }[filter];
    if (outline) {
      const hidden = new Set();
      return this.tasks.filter((task) => {
        const inside = task.parent >= 0 && (hidden.has(task.parent) || folded.has(this.tasks[task.parent].id));
        if (inside) hidden.add(task.at);
        return !inside && outline(task);
      }).map((task) => task.at);
    }
    return this.tasks.filter((task) => task.critical && !task.summary).map((task) => task.at);
  }
}

// Why two tasks cannot be linked, as the key of a sentence; empty where they can.
export function objection(plan, earlier, later, kind = 'FS') {
  if (earlier.at === later.at) return 'self';
  const above = (task) => { const found = []; for (let at = task.parent; at >= 0; at = plan.tasks[at].parent) found.push(at); return found; };
  if (above(later).includes(earlier.at) || above(earlier).includes(later.at)) return 'nested';
  if ((plan.into.get(later.at) || []).some((link) => link.earlier === earlier.at)) return 'twice';
  if (later.summary && (kind === 'FF' || kind === 'SF')) return 'summary';
  return reaches(plan, later.at, earlier.at) ? 'circle' : '';
}

// Why a task cannot stand under another, as the key of a sentence; empty where it can. Nothing is above: no parent.
export function misplaced(plan, task, parent) {
  if (!parent || parent.at === task.parent) return '';
  const inside = plan.under(task);
  if (inside.includes(parent.at)) return 'inside';
  if (parent.milestone) return 'milestone_holds';
  if (parent.started) return 'started_holds';
  if (!parent.summary && (plan.into.get(parent.at) || []).some((link) => /F$/.test(plan.columns.kinds[link.kind]))) return 'summary';
  const above = [];
  for (let at = parent.at; at >= 0; at = plan.tasks[at].parent) above.push(at);
  const touching = inside.flatMap((at) => [...(plan.outOf.get(at) || []), ...(plan.into.get(at) || [])]);
  if (touching.some((link) => above.includes(link.later) || above.includes(link.earlier))) return 'nested';
  return circling(plan, task, parent, touching) ? 'circling' : '';
}

// Whether links would form a circle if the task stood there: tried, and taken back.
function circling(plan, task, parent, links) {
  const old = task.parent;
  task.parent = parent.at;
  if (old >= 0) plan.tasks[old].children = plan.tasks[old].children.filter((at) => at !== task.at);
  parent.children.push(task.at);
  const found = links.some((link) => reaches(plan, link.later, link.earlier));
  task.parent = old;
  plan.nest();
  return found;
}

// Whether moving one task moves another: along links, down into what a summary holds, up to the summaries above.
function reaches(plan, from, to) {
  const whole = new Set();
  const ends = new Set();
  const queue = [[from, true]];
  while (queue.length) {
    const [at, down] = queue.pop();
    if (at === to) return true;
    const seen = down ? whole : ends;
    if (!seen.has(at) && !whole.has(at)) {
      seen.add(at);
      const task = plan.tasks[at];
      if (down) task.children.forEach((child) => queue.push([child, true]));
      if (task.parent >= 0) queue.push([task.parent, false]);
      (plan.outOf.get(at) || []).forEach((link) => queue.push([link.later, true]));
    }
  }
  return false;
}
