// Elements: SVG and HTML made from names, attributes and children.
const SVG = 'http://www.w3.org/2000/svg';

export function node(name, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => { if (value !== null && value !== false) made.setAttribute(key, value); });
  made.append(...children);
  return made;
}
export function tag(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  Object.entries(attributes).forEach(([key, value]) => { if (value !== null && value !== false) made.setAttribute(key, value === true ? '' : value); });
  made.append(...children);
  return made;
}
export const fill = (text, values) => text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? '');
