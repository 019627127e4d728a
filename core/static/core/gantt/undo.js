// Edits on their way to the server and back: one at a time, with what takes each of them back.
import { fill } from './draw.js';

const token = () => JSON.parse(document.body.getAttribute('hx-headers') || '{}')['X-CSRFToken'] || '';

export class History {
  constructor(app) {
    this.app = app;
    this.done = [];
    this.undone = [];
    this.busy = false;
  }

  // Carry an edit out; gives the sentence of the refusal, or nothing.
  async make(task, edit) {
    const answer = await this.send(task, edit);
    if (answer.refused) return answer.refused;
    if (Object.keys(answer.undo).length) { this.done.push(answer.undo); this.undone = []; }
    this.tell(answer.says);
    return '';
  }

  async back() { await this.walk(this.done, this.undone, this.app.words.undone); }
  async again() { await this.walk(this.undone, this.done, this.app.words.redone); }

  async walk(from, to, sentence) {
    if (this.busy) return;
    const { task: id, ...edit } = from.pop() || {};
    const task = this.app.plan.byId.get(id);
    if (!task) { this.tell(this.app.words.nothing); return; }
    const answer = await this.send(task, edit);
    if (answer.refused) { from.length = 0; return; }
    if (Object.keys(answer.undo).length) to.push(answer.undo);
    this.tell(fill(sentence, { what: answer.says }));
  }

  async send(task, edit) {
    const { app } = this;
    if (this.busy) return { refused: app.words.busy };
    this.busy = true;
    app.root.setAttribute('aria-busy', 'true');
    try {
      const response = await fetch(app.with(app.root.dataset.edit), {
        method: 'POST', credentials: 'same-origin', body: JSON.stringify({ ...edit, task: task.id }),
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': token(), 'If-Match': `"${task.id}.${task.version}"` },
      });
      const answer = await response.json();
      if (!response.ok) return await this.refused(response, answer);
      const chosen = app.plan.tasks[app.active.at]?.id;
      if (app.plan.patch(answer, task)) app.active.at = app.plan.byId.get(chosen)?.at ?? -1; else await app.read();
      app.moved(answer.moved);
      return answer;
    } catch (fault) {
      if (!(fault instanceof TypeError) && !(fault instanceof SyntaxError)) throw fault;
      app.alarm(app.words.failed);
      return { refused: app.words.failed };
    } finally {
      this.busy = false;
      app.root.removeAttribute('aria-busy');
    }
  }

  async refused(response, answer) {
    const said = answer.detail || this.app.words.failed;
    if (response.status === 412 || response.status === 404) await this.app.read();
    this.app.draw();
    this.app.alarm(said);
    return { refused: said };
  }

  tell(sentence) {
    this.app.say(sentence);
    this.app.buttons();
  }
}
