// Bars, diamonds, brackets, float and baselines of the rows in sight; the lines between them; gates and today.
import { node } from './draw.js';
import { due } from './rows.js';

const HEIGHT = { task: 10, critical: 14 };

const diamond = (x, y, r) => `M${x} ${y - r}L${x + r} ${y}L${x} ${y + r}L${x - r} ${y}Z`;

// Dots for float: a pattern, because a browser lays every dash of a dashed line, and a line may be years long.
export function makeDots() {
  const dots = node('pattern', { id: 'gt-dots', width: 4, height: 2, patternUnits: 'userSpaceOnUse' }, node('rect', { class: 'speck', width: 1.5, height: 2 }));
  return node('defs', {}, dots);
}

export function middle(app, place) { return place * app.row + (app.narrow ? app.row - 12 : app.row / 2 - 1); }

// Left and right end of a task in the chart; a day is drawn to its end.
export function ends(app, task) {
  if (task.start === null || task.finish === null) return null;
  const left = app.scale.x(task.start);
  if (task.milestone && !task.summary) { const x = app.scale.x(task.finish) + app.scale.per / 2; return [x, x]; }
  return [left, Math.max(app.scale.x(task.finish + 1), left + 2)];
}

export function makeBar(app, task, place) {
  const group = node('g', { class: `b${task.summary ? ' sum' : task.milestone ? ' mile' : ''}${task.critical ? ' crit' : ''}${app.active.at === task.at ? ' sel' : ''}${task.inactive ? ' out' : ''}`, 'data-at': task.at });
  const y = middle(app, place);
  const { scale } = app;
  group.append(node('rect', { class: 'hit', x: 0, y: place * app.row, width: scale.width, height: app.row }));
  group.append(node('title', {}, told(app, task)));
  if (app.compared && task.baseline_start !== null && task.baseline_finish !== null) {
    const left = scale.x(task.baseline_start);
    const width = Math.max(scale.x(task.baseline_finish + 1) - left, 2);
    if (task.milestone && !task.summary) group.append(node('path', { class: 'basem', d: diamond(scale.x(task.baseline_finish) + scale.per / 2, y + 3, 4) }));
    else group.append(node('rect', { class: 'base', x: left, y: y + (app.narrow ? 5 : 8), width, height: 3 }));
  }
  if (task.deadline !== null) {
    const x = scale.x(task.deadline + 1);
    group.append(node('path', { class: app.plan.missed(task) ? 'due missed' : 'due', d: `M${x} ${y - 2}l-5 -8h10zV${y + 7}` }));
  }
  const reach = ends(app, task);
  if (!reach) return group;
  const [left, right] = reach;
  if (task.latest !== null && task.latest > task.finish && !task.summary) {
    const end = scale.x(task.latest + 1);
    group.append(node('rect', { class: 'slack', x: right, y: y - 1, width: Math.max(end - right, 0), height: 2 }), node('path', { class: 'float', d: `M${end} ${y - 4}V${y + 4}` }));
  }
  const height = task.critical ? HEIGHT.critical : HEIGHT.task;
  if (task.summary) {
    group.append(node('path', { class: 's', d: `M${left} ${y + 5}V${y - 4}H${right}V${y + 5}L${right - 4} ${y}H${left + 4}Z` }));
  } else if (task.milestone) {
    group.append(node('path', { class: 'bar', d: diamond(left, y, task.critical ? 8 : 6) }));
  } else {
    group.append(node('rect', { class: 'bar', x: left, y: y - height / 2, width: right - left, height, rx: 1 }));
    const part = (right - left) * Math.min(task.percent, 100) / 100;
    if (part) group.append(node('rect', { class: 'did', x: left, y: y - height / 2, width: part, height, rx: 1 }));
  }
  if (task.summary && app.folded.has(task.id)) {
    app.plan.milestones(task).filter((one) => one.finish !== null).forEach((one) => group.append(node('path', { class: 'bar', d: diamond(scale.x(one.finish) + scale.per / 2, y, 5) })));
  }
  if (app.plan.may.edit && !app.narrow) group.append(...handles(task, left, right, y, height));
  return group;
}

// What a bar says when the pointer rests on it.
function told(app, task) {
  const { plan, words } = app;
  const slip = app.compared ? plan.slip(task) : null;
  const parts = [`${task.at + 1} ${task.name}`, `${plan.short(task.start)} – ${plan.short(task.finish)}`];
  if (!task.summary && !task.milestone) parts.push(`${task.percent} %`);
  if (slip) parts.push(`${words.columns.slip} ${plan.signed(slip)} ${words.wd}`);
  return [...parts, due(app, task)].filter(Boolean).join(' · ');
}

function handles(task, left, right, y, height) {
  const made = [];
  if (!task.summary && !task.milestone && !task.done) made.push(node('rect', { class: 'grow', 'data-grab': 'grow', x: Math.max(right - 5, left + 1), y: y - height / 2, width: 7, height }));
  made.push(node('circle', { class: 'dot', 'data-grab': 'link', cx: right + (task.milestone ? 14 : 10), cy: y, r: 4 }));
  return made;
}

// Lines of the links between rows of which one is in sight or that pass through: one path of each kind, for speed.
export function makeLinks(app, first, last) {
  const { plan, placeOf, active } = app;
  const ways = { '': [], crit: [], sel: [] };
  const tips = { '': [], crit: [], sel: [] };
  for (const link of plan.links) {
    const [from, to] = [placeOf.get(link.earlier), placeOf.get(link.later)];
    if (from !== undefined && to !== undefined && Math.min(from, to) <= last && Math.max(from, to) >= first) {
      const [one, other] = [plan.tasks[link.earlier], plan.tasks[link.later]];
      const [a, b] = [ends(app, one), ends(app, other)];
      const kind = active.at === link.earlier || active.at === link.later ? 'sel' : one.critical && other.critical ? 'crit' : '';
      if (a && b) {
        const [way, tip] = line(app, plan.columns.kinds[link.kind], a, b, middle(app, from), middle(app, to));
        ways[kind].push(way);
        tips[kind].push(tip);
      }
    }
  }
  return Object.keys(ways).filter((kind) => ways[kind].length).map((kind) => node('g', { class: `ln ${kind}` }, node('path', { class: 'w', d: ways[kind].join('') }), node('path', { class: 'tip', d: tips[kind].join('') })));
}

// The way of one link, and its arrow: out of an end, along the gap between the rows, into the other end.
function line(app, kind, a, b, y1, y2) {
  const [out, into] = [kind[0] === 'F' ? 1 : -1, kind[1] === 'S' ? -1 : 1];
  const [x1, x2] = [kind[0] === 'F' ? a[1] : a[0], kind[1] === 'S' ? b[0] : b[1]];
  const [exit, enter] = [x1 + out * 6, x2 + into * 7];
  const tip = `M${x2} ${y2}l${into * 5} -3.5v7z`;
  if (out === into) return [`M${x1} ${y1}H${out > 0 ? Math.max(exit, enter) : Math.min(exit, enter)}V${y2}H${x2}`, tip];
  if (out > 0 ? exit <= enter : exit >= enter) return [`M${x1} ${y1}H${exit}V${y2}H${x2}`, tip];
  const turn = y2 + (y2 > y1 ? 1 - app.row / 2 : app.row / 2 - 1);
  return [`M${x1} ${y1}H${exit}V${turn}H${enter}V${y2}H${x2}`, tip];
}

// Gates as dotted strokes with their names in the head, and today's stroke.
export function makeMarks(app, height) {
  const { plan, scale } = app;
  const [lines, names] = [[], []];
  let free = -Infinity;
  [...plan.gates].sort((one, other) => one[1] - other[1]).forEach(([key, day, passed]) => {
    const x = scale.x(day + 1);
    lines.push(node('path', { class: 'gate', d: `M${x} 0V${height}` }));
    names.push(node('path', { class: passed ? 'gd on' : 'gd', d: diamond(x, 56, 5) }));
    if (x > free) { names.push(node('text', { class: 'ax b', x: x + 8, y: 60 }, key)); free = x + 14 + key.length * 8; }
  });
  const now = scale.x(plan.today) + scale.per / 2;
  lines.push(node('path', { class: 'now', d: `M${now} 0V${height}` }));
  names.push(node('path', { class: 'now', d: `M${now} 48V64` }));
  return [lines, names];
}

// Where a bar stood before the last edit.
export function makeGhost(app, place, move) {
  const { scale, plan } = app;
  const [start, finish] = [plan.day(move.start), plan.day(move.finish)];
  const y = middle(app, place);
  const task = plan.byId.get(move.task);
  if (start === null || finish === null) return node('g');
  if (task.milestone && !task.summary) return node('path', { class: 'ghost', d: diamond(scale.x(finish) + scale.per / 2, y, 6) });
  return node('rect', { class: 'ghost', x: scale.x(start), y: y - 7, width: Math.max(scale.x(finish + 1) - scale.x(start), 2), height: 14 });
}
