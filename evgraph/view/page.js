"use strict";
/* The page around the drawing: search, list, filters, panel. Text reaches the page by textContent only. */
(function () {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data").textContent);
  const { things, claims, connections } = data;
  const REVIEWS = { verified: "verified in the text", read: "read by a curator", accepted: "mined, then accepted by a reviewer",
    mined: "mined from the text by the program: nobody has looked at it", unverified: "unverified: check before use" };
  const off = { kind: new Set(), design: new Set(), review: new Set() };
  const results = byId("results"), search = byId("search"), panel = byId("panel"), details = byId("details");
  let open = null; /* { node } or { edge } */
  let active = -1;
  let shown = [];

  /* What belongs to what. */
  const claimsOf = {}, edgesOf = {}, edgesOfClaim = {};
  for (const id of Object.keys(things)) { claimsOf[id] = new Set(); edgesOf[id] = []; }
  connections.forEach((one, number) => {
    for (const end of new Set([one.from, one.to])) {
      edgesOf[end].push(number);
      one.claims.forEach((claim) => claimsOf[end].add(claim));
    }
    for (const claim of one.claims) (edgesOfClaim[claim] = edgesOfClaim[claim] || []).push(number);
  });
  for (const [id, claim] of Object.entries(claims)) if (claimsOf[claim.reference]) claimsOf[claim.reference].add(id);

  const order = Object.keys(things).sort((a, b) => things[a].label.localeCompare(things[b].label, "en") || (a < b ? -1 : 1));
  const words = {};
  for (const id of order) {
    const { label, alt, ids, short } = things[id];
    words[id] = [label, ...alt, ...ids, short].map((text) => ({ text, plain: plain(text), squeezed: squeezed(text) }));
  }

  function thing(id) {
    if (!things[id]) return make("span", {}, id);
    const button = make("button", { type: "button", class: "thing" }, things[id].label);
    button.addEventListener("click", () => openNode(id, true));
    return button;
  }

  /* Filters. */
  const claimPasses = (id) => !off.design.has(claims[id].design) && !off.review.has(claims[id].review);
  function nodePasses(id) {
    if (off.kind.has(things[id].kind)) return false;
    return claimsOf[id].size === 0 || [...claimsOf[id]].some(claimPasses);
  }
  const edgePasses = ({ from, to, claims: held }) => nodePasses(from) && nodePasses(to) && (!held.length || held.some(claimPasses));

  /* What a selection is linked to: its neighbours, and the whole of every claim it takes part in. */
  function linked() {
    if (!open) return null;
    const direct = new Set(open.node !== undefined ? edgesOf[open.node] : [open.edge]);
    const numbers = new Set(direct);
    const held = open.node !== undefined ? claimsOf[open.node] : connections[open.edge].claims;
    for (const claim of held) if (claimPasses(claim)) (edgesOfClaim[claim] || []).forEach((number) => numbers.add(number));
    const ends = new Set(open.node !== undefined ? [open.node] : []);
    for (const number of numbers) if (edgePasses(connections[number])) { ends.add(connections[number].from); ends.add(connections[number].to); }
    return { direct, edges: [...numbers], nodes: ends };
  }

  function refresh() {
    const passing = new Set(order.filter(nodePasses));
    const passingEdges = connections.map(edgePasses);
    const lit = linked();
    const only = byId("only").checked && lit;
    const hidden = (id) => !passing.has(id) || (only && !lit.nodes.has(id));
    const litEdges = new Set(lit ? lit.edges : []);
    drawing.show(hidden, (number) => !passingEdges[number] || (only && !litEdges.has(number)));
    drawing.choose(open && open.node !== undefined && !hidden(open.node) ? open.node : null, lit ? [...lit.direct].filter((n) => passingEdges[n]) : []);
    list(passing);
    const matching = new Set(shown), searching = search.value.trim() !== "";
    const meets = ({ from, to }) => matching.has(from) || matching.has(to);
    const share = Math.min(0.5, Math.max(0.1, 12 / litEdges.size)); /* the other lines of a hub's claims must not drown its own */
    const strength = (number) => (lit.direct.has(number) ? 0.85 : litEdges.has(number) ? share : 0.03);
    drawing.fade((number) => (lit ? strength(number) : searching && !meets(connections[number]) ? 0.03 : null));
    drawing.dim(lit ? (id) => !lit.nodes.has(id) : searching ? (id) => !matching.has(id) : () => false);
    const held = Object.keys(claims);
    const of = (some, all, noun, plural) => some.toLocaleString("en") + " of " + many(all, noun, plural);
    byId("count").textContent = of(order.filter((id) => !hidden(id)).length, order.length, "entry", "entries") + ", " +
      of(passingEdges.filter(Boolean).length, connections.length, "connection") + ", " +
      of(held.filter(claimPasses).length, held.length, "claim");
  }

  /* The list. */
  function rank(id, tokens) {
    let best = 0;
    for (const token of tokens) {
      const tight = squeezed(token);
      const hit = words[id].findIndex((one) => one.plain.includes(token) || (tight && one.squeezed.includes(tight)));
      if (hit < 0) return null;
      const name = words[id][hit].plain;
      const begins = name.startsWith(token) || name.includes(" " + token) || name.includes("-" + token);
      best = Math.max(best, (hit === 0 ? (name.startsWith(token) ? 0 : 1) : 2) + (begins ? 0 : 3));
    }
    return words[id][0].plain === plain(search.value).trim() ? -1 : best;
  }
  function why(id, tokens) {
    const hit = words[id].slice(1).find((one) => tokens.some((token) => one.plain.includes(token) || one.squeezed.includes(squeezed(token))));
    return hit ? make("span", { class: "why" }, hit.text) : null;
  }
  function list(passing) {
    const tokens = plain(search.value).split(/\s+/).filter(Boolean);
    const ranks = new Map(order.map((id) => [id, rank(id, tokens)]).filter((pair) => pair[1] !== null));
    const found = order.filter((id) => ranks.has(id)).sort((a, b) => ranks.get(a) - ranks.get(b));
    const before = shown[active];
    shown = found.filter((id) => passing.has(id));
    active = shown.indexOf(before);
    results.replaceChildren(...shown.map((id, place) => {
      const option = make("li", { role: "option", id: "option-" + place, "aria-selected": String(place === active) }, symbol(data.looks[things[id].kind]),
        make("span", { class: "name" }, things[id].label, [2, 5].includes(ranks.get(id)) ? why(id, tokens) : null),
        make("span", { class: "kind" }, things[id].kind));
      option.addEventListener("click", () => { activate(place); openNode(id, false); });
      return option;
    }));
    activate(active);
    const away = found.length - shown.length;
    byId("found").textContent = (tokens.length ? many(found.length, "match", "matches") : "") +
      (away ? (tokens.length ? ", " : "") + away + " hidden by the filters" : "");
  }
  function activate(place) {
    if (results.children[active]) results.children[active].setAttribute("aria-selected", "false");
    active = place;
    const option = results.children[place];
    if (!option) { results.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    results.setAttribute("aria-activedescendant", option.id);
    const top = option.offsetTop - results.offsetTop;
    if (top < results.scrollTop) results.scrollTop = top;
    if (top + option.offsetHeight > results.scrollTop + results.clientHeight) results.scrollTop = top + option.offsetHeight - results.clientHeight;
  }

  /* The panel. */
  const pair = (name, value) => [make("dt", {}, name), make("dd", {}, value)];
  function facts(rows) {
    const kept = rows.filter((row) => row[1]);
    return kept.length ? make("dl", { class: "facts" }, ...kept.flatMap((row) => pair(...row))) : null;
  }
  function claimItem(id, here) {
    const claim = claims[id];
    const said = (name, text) => (text ? make("p", { class: name }, text) : null);
    const about = claim.about.filter((one) => one !== here);
    return make("li", { class: "claim " + claim.review },
      said("claim-label", claim.label),
      claim.figures && !claim.label.includes(claim.figures) ? said("figures", claim.figures) : null,
      said("statement", claim.statement),
      make("p", { class: "tags" }, make("span", { class: "badge " + claim.review }, REVIEWS[claim.review]),
        make("span", { class: "badge" }, claim.design + (claim.rung === undefined ? "" : ", rung " + claim.rung))),
      claim.quote ? make("blockquote", {}, "\u201c" + claim.quote + "\u201d") : null,
      sourceLine(claim),
      claim.locator || claim.basis ? make("p", { class: "source" }, whereRead(claim)) : null,
      claim.sources.length ? make("p", { class: "source" }, "Read at: ", ...joined(claim.sources.map(link), " \u00b7 ")) : null,
      about.length ? make("p", { class: "source" }, "Links to: ", ...joined(about.map(thing), ", ")) : null);
  }
  const whereRead = ({ locator, basis }) => (locator && basis && plain(locator) === plain(basis) ? locator : [locator, basis].filter(Boolean).join(" \u00b7 "));
  function sourceLine(claim) {
    const reference = things[claim.reference];
    if (!reference) return claim.reference ? make("p", { class: "source" }, claim.reference) : null;
    return make("p", { class: "source" }, thing(claim.reference), ". ", reference.citation || "", " ", ...joined(reference.links.map(link), " \u00b7 "));
  }
  function claimGroups(ids, here) {
    const passing = ids.filter(claimPasses);
    const groups = new Map();
    for (const id of passing) {
      const near = edgesOf[here] ? [...new Set(edgesOf[here].map((number) => connections[number])
        .filter((one) => one.claims.includes(id) && claims[id].predicates.includes(one.predicate)).map((one) => one.predicate))] : [];
      const name = (near.length ? near.sort() : claims[id].predicates).join(", ");
      groups.set(name, [...(groups.get(name) || []), id]);
    }
    const height = (id) => (claims[id].rung === undefined ? -1 : claims[id].rung);
    const parts = [...groups.keys()].sort().flatMap((name) => [
      make("h3", {}, name + " (" + many(groups.get(name).length, "claim") + ")"),
      make("ol", { class: "claims", role: "list" }, ...groups.get(name)
        .sort((a, b) => height(b) - height(a) || claims[a].label.localeCompare(claims[b].label, "en") || (a < b ? -1 : 1)).map((id) => claimItem(id, here))),
    ]);
    if (passing.length < ids.length) parts.push(make("p", { class: "small" }, many(ids.length - passing.length, "claim") + " hidden by the filters."));
    return parts;
  }
  function otherLinks(id) {
    const rows = edgesOf[id].map((number) => connections[number]).filter((one) => !one.claims.length);
    if (!rows.length) return [];
    const items = rows.map((one) => (one.from === id
      ? make("li", {}, one.predicate + " ", thing(one.to)) : make("li", {}, thing(one.from), " " + one.predicate + " this")));
    return [make("h3", {}, "Other links (" + rows.length + ")"), make("ul", { class: "links" }, ...items)];
  }
  function nodeDetails(id) {
    const one = things[id];
    return [
      make("p", { class: "kindline" }, symbol(data.looks[one.kind]), one.kind),
      one.citation ? make("p", {}, one.citation) : null,
      facts([["Also called", one.alt.join("; ")], ["Identifiers", one.ids.join("; ")], ["Note", one.note],
        ["Links", one.links.length ? make("ul", {}, ...one.links.map((each) => make("li", {}, link(each)))) : null],
        ["Name in the graph", make("code", {}, one.short)]]),
      ...claimGroups([...claimsOf[id]], id), ...otherLinks(id),
    ];
  }
  function edgeDetails(number) {
    const one = connections[number];
    return [make("p", { class: "kindline" }, thing(one.from), " " + one.predicate + " ", thing(one.to)), ...claimGroups(one.claims)];
  }
  function showPanel(focus) {
    const isNode = open.node !== undefined;
    const edge = connections[open.edge];
    byId("panel-title").textContent = isNode ? things[open.node].label : things[edge.from].label + " \u2192 " + things[edge.to].label;
    details.replaceChildren(...(isNode ? nodeDetails(open.node) : edgeDetails(open.edge)).filter(Boolean));
    panel.hidden = false;
    byId("browse").hidden = true;
    panel.scrollTop = 0;
    if (focus) byId("panel-title").focus();
    else if (matchMedia("(max-width: 800px)").matches) panel.scrollIntoView();
  }
  function openNode(id, focus) {
    open = { node: id };
    refresh();
    drawing.reveal(id);
    showPanel(focus);
    address(things[id].short);
  }
  function openEdge(number) {
    open = { edge: number };
    refresh();
    showPanel(false);
    address("");
  }
  function close(focus) {
    if (!open) return;
    const last = open.node;
    open = null;
    panel.hidden = true;
    byId("browse").hidden = false;
    refresh();
    address("");
    if (shown.includes(last)) activate(shown.indexOf(last));
    if (focus) results.focus();
  }
  /* The open entry stands in the address, so that it can be sent. Refused inside some notebooks, without harm. */
  function address(short) {
    try { history.replaceState(null, "", "#" + encodeURI(short)); } catch (refused) { /* nothing to do */ }
  }
  function fromAddress() {
    let wanted = "";
    try { wanted = decodeURIComponent(location.hash.slice(1)); } catch (malformed) { return; }
    const id = order.find((one) => things[one].short === wanted || one === wanted);
    if (id !== undefined) openNode(id, false);
  }

  const drawing = createDrawing(byId("drawing"), data, { node: (id) => openNode(id, false), edge: openEdge, nothing: () => close(false) });

  let typing = 0;
  search.addEventListener("input", () => { active = -1; results.scrollTop = 0; clearTimeout(typing); typing = setTimeout(refresh, 120); });
  search.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "Enter") return;
    event.preventDefault();
    clearTimeout(typing);
    refresh();
    if (!shown.length) return;
    activate(Math.max(active, 0));
    if (event.key === "Enter") openNode(shown[active], true); else results.focus();
  });
  results.addEventListener("focus", () => { if (active < 0 && shown.length) activate(0); });
  results.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: active + 1, ArrowUp: active - 1, Home: 0, End: shown.length - 1, PageDown: active + 10, PageUp: active - 10 };
    if (event.key in steps) {
      event.preventDefault();
      if (event.key === "ArrowUp" && active <= 0) search.focus();
      else if (shown.length) activate(Math.min(Math.max(steps[event.key], 0), shown.length - 1));
    } else if (event.key === "Enter" && shown[active] !== undefined) {
      event.preventDefault();
      openNode(shown[active], true);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) close(true);
    if (event.key === "/" && !/^(INPUT|TEXTAREA)$/.test(document.activeElement.tagName)) { event.preventDefault(); close(false); search.focus(); }
  });
  for (const group of document.querySelectorAll("[data-filter]")) {
    group.addEventListener("change", () => filtered(group));
  }
  function filtered(group) {
    off[group.dataset.filter] = new Set([...group.querySelectorAll("input")].filter((box) => !box.checked).map((box) => box.value));
    refresh();
    if (open) showPanel(false);
  }
  for (const button of document.querySelectorAll("[data-toggle]")) {
    button.addEventListener("click", () => {
      const group = document.querySelector('[data-filter="' + button.dataset.toggle + '"]');
      const boxes = [...group.querySelectorAll("input")];
      const every = boxes.every((box) => box.checked);
      boxes.forEach((box) => { box.checked = !every; });
      filtered(group);
    });
  }
  byId("reset").addEventListener("click", () => {
    search.value = "";
    byId("only").checked = false;
    for (const group of document.querySelectorAll("[data-filter]")) {
      group.querySelectorAll("input").forEach((box) => { box.checked = true; });
      filtered(group);
    }
  });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("only").addEventListener("change", refresh);
  byId("back").addEventListener("click", () => close(true));
  byId("closer").addEventListener("click", () => drawing.zoom(1.3));
  byId("farther").addEventListener("click", () => drawing.zoom(1 / 1.3));
  byId("whole").addEventListener("click", drawing.fit);
  window.addEventListener("hashchange", fromAddress);
  refresh();
  drawing.fit();
  fromAddress();
  window.evgraph = { ready: true, onScreen: drawing.onScreen };
})();
