"use strict";
/* Words and elements: what the page is made with. */
const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
const squeezed = (text) => plain(text).replace(/[^\p{L}\p{N}]/gu, "");
const many = (number, noun, plural) => number.toLocaleString("en") + " " + (number === 1 ? noun : plural || noun + "s");
const joined = (parts, between) => parts.flatMap((one, n) => (n ? [between, one] : [one]));

/* Making elements: attributes come from this file, children are text or elements, never markup. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}
function symbol(look) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg"), path = document.createElementNS(space, "path");
  for (const [name, value] of [["viewBox", "-9 -9 18 18"], ["width", 15], ["height", 15], ["aria-hidden", "true"]]) svg.setAttribute(name, value);
  for (const [name, value] of [["d", look.path], ["fill", look.fill], ["stroke", look.line], ["stroke-width", 1.5]]) path.setAttribute(name, value);
  svg.append(path);
  return svg;
}
function link({ text, href }) {
  if (!href || !/^https?:\/\//.test(href)) return make("span", {}, text);
  return make("a", { href, rel: "noopener noreferrer", target: "_blank" }, text);
}
