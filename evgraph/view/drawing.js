"use strict";
/* The drawing: vis-network places the view, finds what is under the pointer and draws the lines; nodes and lanes are drawn here. */
function createDrawing(container, data, on) {
  const FONT = '"Segoe UI", "Helvetica Neue", Arial, sans-serif';
  const shapes = {};
  for (const [kind, look] of Object.entries(data.looks)) shapes[kind] = new Path2D(look.path);
  const strength = new Map(data.edges.map((edge) => [edge.id, edge.color.opacity]));
  const labels = new Map(data.nodes.map((node) => [node.id, node.label.split("\n")]));
  let dimmed = () => false;
  let chosen = null;
  let whole = true;

  function chip({ ctx, id, x, y, state }) {
    const [width, height] = data.sizes[id];
    const look = data.looks[data.things[id].kind];
    return { drawNode, nodeDimensions: { width, height } };

    function drawNode() {
      const left = x - width / 2, top = y - height / 2;
      const strong = id === chosen || state.hover;
      ctx.beginPath();
      ctx.roundRect(left, top, width, height, 6);
      ctx.fillStyle = id === chosen ? "#fff6d6" : "#ffffff";
      ctx.fill();
      ctx.globalAlpha = dimmed(id) && !strong ? 0.28 : 1;
      ctx.lineWidth = strong ? 2.5 : 1;
      ctx.strokeStyle = strong ? "#1b2530" : "#9aa5b0";
      ctx.stroke();
      ctx.save();
      ctx.translate(left + 14, y);
      ctx.fillStyle = look.fill;
      ctx.strokeStyle = look.line;
      ctx.lineWidth = 1.5;
      ctx.lineJoin = "round";
      ctx.fill(shapes[data.things[id].kind]);
      ctx.stroke(shapes[data.things[id].kind]);
      ctx.restore();
      if (network.getScale() < 0.3 && !strong) return;
      ctx.fillStyle = "#1b2530";
      ctx.font = "15px " + FONT;
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      labels.get(id).forEach((line, n, all) => ctx.fillText(line, left + 27, y + 0.5 + 16 * (n - (all.length - 1) / 2), width - 31));
    }
  }

  function drawLanes(ctx) {
    for (const [title, x, y, width, height] of data.lanes) {
      ctx.fillStyle = "#f4f6f8";
      ctx.beginPath();
      ctx.roundRect(x, y, width, height, 10);
      ctx.fill();
      ctx.fillStyle = "#3c4854";
      ctx.font = "600 17px " + FONT;
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      ctx.fillText(title, x + 16, y + 27, Math.max(width - 24, 60));
    }
  }

  const nodes = new vis.DataSet(data.nodes), edges = new vis.DataSet(data.edges);
  const options = JSON.parse(data.options);
  options.nodes.shape = "custom";
  options.nodes.ctxRenderer = chip;
  let network = { getScale: () => 1 };
  network = new vis.Network(container, { nodes, edges }, options);
  /* The list is the way in for the keyboard; a focusable drawing without content would only be a trap. */
  container.firstElementChild.removeAttribute("tabindex");

  network.on("beforeDrawing", drawLanes);
  network.on("click", ({ nodes: hitNodes, edges: hitEdges }) => {
    if (hitNodes.length) on.node(hitNodes[0]);
    else if (hitEdges.length) on.edge(hitEdges[0]);
    else on.nothing();
  });
  for (const [name, cursor] of [["hoverNode", "pointer"], ["blurNode", ""], ["hoverEdge", "pointer"], ["blurEdge", ""]]) {
    network.on(name, () => { container.style.cursor = cursor; });
  }
  network.on("dragStart", () => { whole = false; });
  network.on("zoom", ({ scale }) => {
    whole = false;
    if (scale < 0.05 || scale > 4) network.moveTo({ scale: Math.min(Math.max(scale, 0.05), 4) });
  });
  new ResizeObserver(() => { if (whole) fit(); }).observe(container);

  function fit() {
    const [x0, y0, x1, y1] = data.bounds;
    const margin = 16, wide = container.clientWidth, high = container.clientHeight;
    const across = wide / (x1 - x0 + margin), down = high / (y1 - y0 + margin);
    /* On a narrow screen the whole would be too small to read: begin at the left edge instead. */
    const scale = Math.max(Math.min(wide < 600 ? Math.max(across, Math.min(down, 0.7)) : Math.min(across, down), 1.3), 0.05);
    const x = across < scale ? x0 - margin / 2 + wide / 2 / scale : (x0 + x1) / 2;
    network.moveTo({ position: { x, y: (y0 + y1) / 2 }, scale });
    whole = true;
  }

  return {
    fit,
    zoom(factor) {
      whole = false;
      network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.05), 4) });
    },
    /* Show what passes the filters; only what changes is handed to vis-network. */
    show(hiddenNode, hiddenEdge) {
      const changed = (set, hidden) => set.get().filter((one) => Boolean(one.hidden) !== hidden(one.id))
        .map((one) => ({ id: one.id, hidden: !one.hidden }));
      nodes.update(changed(nodes, hiddenNode));
      edges.update(changed(edges, hiddenEdge));
    },
    /* Give each line a strength: `rule` returns it, or null for the line's own. */
    fade(rule) {
      const wanted = ({ id }) => { const given = rule(id); return given === null ? strength.get(id) : given; };
      edges.update(edges.get().filter((one) => one.color.opacity !== wanted(one))
        .map((one) => ({ id: one.id, color: { opacity: wanted(one) } })));
    },
    choose(node, litEdges) {
      chosen = node;
      network.setSelection({ nodes: node === null ? [] : [node], edges: litEdges }, { highlightEdges: false });
    },
    dim(rule) {
      dimmed = rule;
      network.redraw();
    },
    /* Bring a node into view without changing the zoom, and only when it is out of view. */
    reveal(id) {
      const { x, y } = network.getPosition(id);
      const at = network.canvasToDOM({ x, y });
      if (at.x > 20 && at.y > 20 && at.x < container.clientWidth - 20 && at.y < container.clientHeight - 20) return;
      whole = false;
      network.moveTo({ position: { x, y } });
    },
    onScreen: (id) => network.canvasToDOM(network.getPosition(id)),
  };
}
