// From days to places and back: zooms, the lines of the head, the days without work behind the bars.
import { node } from './draw.js';

export const ZOOMS = { day: 28, week: 11, month: 3.6, quarter: 1.4 };
const MARGIN = 7;

export class Scale {
  constructor(plan, zoom, room) {
    const [first, last] = plan.span();
    this.plan = plan;
    const edge = zoom === 'fit' ? 1 : MARGIN;
    this.first = first - edge;
    this.days = last + edge * 2 + 1 - this.first;
    this.per = ZOOMS[zoom] || Math.max(room / this.days, 0.1);
    this.width = Math.max(Math.ceil(this.days * this.per), zoom === 'fit' ? 0 : room);
    this.tick = this.per >= 20 ? 'day' : this.per >= 5 ? 'week' : this.per >= 2 ? 'month' : this.per >= 0.4 ? 'quarter' : 'year';
  }

  x(day) { return (day - this.first) * this.per; }
  dayAt(x) { return Math.floor(x / this.per) + this.first; }

  // Draw head and ground between two places; the rest follows when it is scrolled to.
  paint(head, ground, from, to, height) {
    const [first, last] = [this.dayAt(Math.max(from, 0)) - 1, this.dayAt(Math.min(to, this.width)) + 1];
    const lines = []; const words = []; const shades = [];
    if (this.per >= 5) {
      for (let day = first; day <= last; day += 1) {
        if (!this.plan.works(day)) shades.push(node('rect', { class: 'off', x: this.x(day), y: 0, width: this.per, height }));
      }
    }
    for (let day = this.begin(first); day <= last; day = this.next(day)) {
      const date = this.plan.date(day);
      const x = Math.round(this.x(day)) + 0.5;
      lines.push(node('path', { class: 'm', d: `M${x} 24V46` }));
      if (this.tick !== 'day') shades.push(node('path', { class: 'm', d: `M${x} 0V${height}` }));
      words.push(node('text', { class: 'ax', x: x + (this.tick === 'day' ? this.per / 2 : 4), y: 39, 'text-anchor': this.tick === 'day' ? 'middle' : 'start' }, this.small(date)));
      if (this.opens(date) || (words.length === 1 && day <= first)) {
        lines.push(node('path', { class: 'm', d: `M${x} 4V24` }));
      }
    }
    this.large(first, last).forEach(([day, text]) => words.push(node('text', { class: 'ax b', x: Math.max(this.x(day), from, 0) + 4, y: 18 }, text)));
    head.replaceChildren(...lines, ...words);
    ground.replaceChildren(...shades);
  }

  // The first mark at or before a day, and the mark after one.
  begin(day) {
    const date = this.plan.date(day);
    if (this.tick === 'day') return day;
    if (this.tick === 'week') return day - ((date.getUTCDay() + 6) % 7);
    const months = { month: 1, quarter: 3, year: 12 }[this.tick];
    return this.of(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / months) * months);
  }
  next(day) {
    if (this.tick === 'day') return day + 1;
    if (this.tick === 'week') return day + 7;
    const date = this.plan.date(day);
    return this.of(date.getUTCFullYear(), date.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[this.tick]);
  }
  of(year, month) { return Math.round((Date.UTC(year, month, 1) - this.plan.base) / 864e5); }
  opens(date) {
    if (this.tick === 'day') return date.getUTCDate() === 1;
    return this.tick === 'week' ? date.getUTCDate() <= 7 : date.getUTCMonth() === 0;
  }
  small(date) {
    const [year, month, day] = date.toISOString().slice(0, 10).split('-');
    return { day: String(+day), week: `${month}-${day}`, month, quarter: `Q${Math.floor((+month - 1) / 3) + 1}`, year }[this.tick];
  }

  // The upper line: months over days and weeks, years over months and quarters.
  large(first, last) {
    const monthly = this.tick === 'day' || this.tick === 'week';
    if (this.tick === 'year') return [];
    const found = [];
    const start = this.plan.date(first);
    let [year, month] = [start.getUTCFullYear(), monthly ? start.getUTCMonth() : 0];
    for (let day = this.of(year, month); day <= last; day = this.of(year, month)) {
      const date = this.plan.date(day);
      const room = this.x(this.of(year, month + (monthly ? 1 : 12))) - Math.max(this.x(day), this.x(first));
      if (room > 52) found.push([day, date.toISOString().slice(0, monthly ? 7 : 4)]);
      [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + (monthly ? 1 : 12)];
    }
    return found;
  }
}
