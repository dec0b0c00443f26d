// Nodes that push each other away and links that pull, drawn on a canvas; the same picture can be saved.
import { forceCenter, forceCollide, forceLink, forceManyBody, forceSimulation, type SimulationLinkDatum, type SimulationNodeDatum } from 'd3-force';

export interface Node extends SimulationNodeDatum { path: string; title: string; class: string; degree: number }
export interface Link extends SimulationLinkDatum<Node> { r: string; count: number }

const COLOURS: Record<string, string> = {
  State: '#b5532a', Place: '#2f7d4f', Person: '#2c6db3', Treaty: '#8a5ab5', War: '#b02a4c', Battle: '#b02a4c', Rebellion: '#b02a4c',
  Army: '#7a6a2a', People: '#1f8a8a', Organization: '#6b6b6b', Position: '#9a6b3f',
};
export const colour = (kind: string) => COLOURS[kind] ?? '#777';
const radius = (n: Node) => 4 + Math.sqrt(n.degree) * 1.6;

/** Draws until it is stopped. `pick` is told which node is clicked. */
export function draw(canvas: HTMLCanvasElement, nodes: Node[], links: Link[], label: (r: string) => string, pick: (node: Node) => void) {
  const context = canvas.getContext('2d')!;
  const ratio = devicePixelRatio || 1;
  const size = () => ({ w: canvas.clientWidth || 600, h: canvas.clientHeight || 400 });
  let { w, h } = size();
  let [k, tx, ty] = [1, 0, 0];
  const style = getComputedStyle(document.documentElement);
  const ink = () => style.getPropertyValue('--ink') || '#222';
  const line = () => style.getPropertyValue('--line') || '#9995';
  const simulation = forceSimulation<Node>(nodes)
    .force('link', forceLink<Node, Link>(links).id((n) => n.path).distance(70).strength(0.35))
    .force('charge', forceManyBody().strength(-140).distanceMax(400))
    .force('collide', forceCollide<Node>((n) => radius(n) + 4))
    .force('center', forceCenter(w / 2, h / 2)).stop();
  // The same picture every time: it starts from d3's spiral and takes fixed steps.
  for (let i = 0; i < Math.min(300, 40000 / Math.max(nodes.length, 1)); i++) simulation.tick();

  const paint = () => {
    ({ w, h } = size());
    canvas.width = w * ratio; canvas.height = h * ratio;
    context.setTransform(ratio * k, 0, 0, ratio * k, ratio * tx, ratio * ty);
    context.strokeStyle = line();
    for (const l of links) {
      const [a, b] = [l.source as Node, l.target as Node];
      context.lineWidth = Math.min(1 + Math.log2(l.count), 4);
      context.beginPath(); context.moveTo(a.x!, a.y!); context.lineTo(b.x!, b.y!); context.stroke();
    }
    context.textAlign = 'center'; context.fillStyle = ink(); context.font = '9px sans-serif';
    if (links.length < 120 || k > 1.5) {
      for (const l of links) {
        const [a, b] = [l.source as Node, l.target as Node];
        context.globalAlpha = 0.6; context.fillText(label(l.r), (a.x! + b.x!) / 2, (a.y! + b.y!) / 2); context.globalAlpha = 1;
      }
    }
    context.font = '12px system-ui, sans-serif';
    for (const n of nodes) {
      context.fillStyle = colour(n.class); context.beginPath(); context.arc(n.x!, n.y!, radius(n), 0, 7); context.fill();
      if (nodes.length < 80 || n.degree > 3 || k > 1.5) { context.fillStyle = ink(); context.fillText(n.title.slice(0, 24), n.x!, n.y! - radius(n) - 3); }
    }
  };
  const at = (e: MouseEvent) => {
    const box = canvas.getBoundingClientRect();
    const [x, y] = [(e.clientX - box.left - tx) / k, (e.clientY - box.top - ty) / k];
    return nodes.find((n) => (n.x! - x) ** 2 + (n.y! - y) ** 2 <= (radius(n) + 3) ** 2);
  };
  const zoom = (factor: number, x = w / 2, y = h / 2) => { tx = x - (x - tx) * factor; ty = y - (y - ty) * factor; k *= factor; paint(); };
  let held: { node?: Node; x: number; y: number; moved: boolean } | undefined;
  const down = (e: PointerEvent) => { held = { node: at(e), x: e.clientX, y: e.clientY, moved: false }; canvas.setPointerCapture(e.pointerId); };
  const moved = (e: PointerEvent) => {
    if (!held) { canvas.style.cursor = at(e) ? 'pointer' : 'grab'; return; }
    const [dx, dy] = [e.clientX - held.x, e.clientY - held.y];
    if (Math.abs(dx) + Math.abs(dy) < 3 && !held.moved) return;
    held = { ...held, x: e.clientX, y: e.clientY, moved: true };
    if (held.node) { held.node.x! += dx / k; held.node.y! += dy / k; } else { tx += dx; ty += dy; }
    paint();
  };
  const up = (e: PointerEvent) => { if (held && !held.moved) { const node = at(e); if (node) pick(node); } held = undefined; };
  const wheel = (e: WheelEvent) => { e.preventDefault(); const box = canvas.getBoundingClientRect(); zoom(e.deltaY < 0 ? 1.15 : 1 / 1.15, e.clientX - box.left, e.clientY - box.top); };
  const key = (e: KeyboardEvent) => {
    const step: Record<string, [number, number]> = { ArrowLeft: [40, 0], ArrowRight: [-40, 0], ArrowUp: [0, 40], ArrowDown: [0, -40] };
    if (step[e.key]) { e.preventDefault(); tx += step[e.key][0]; ty += step[e.key][1]; paint(); }
    if (e.key === '+') zoom(1.2);
    if (e.key === '-') zoom(1 / 1.2);
  };
  canvas.addEventListener('pointerdown', down); canvas.addEventListener('pointermove', moved); canvas.addEventListener('pointerup', up);
  canvas.addEventListener('wheel', wheel, { passive: false }); canvas.addEventListener('keydown', key);
  const watch = new ResizeObserver(paint);
  watch.observe(canvas);
  paint();
  return {
    zoom,
    svg(): string {
      const text = (s: string) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
      const lines = links.map((l) => { const [a, b] = [l.source as Node, l.target as Node]; return `<line x1="${a.x}" y1="${a.y}" x2="${b.x}" y2="${b.y}" stroke="#999"/>`; });
      const dots = nodes.map((n) => `<circle cx="${n.x}" cy="${n.y}" r="${radius(n)}" fill="${colour(n.class)}"/><text x="${n.x}" y="${n.y! - radius(n) - 3}" text-anchor="middle" font-size="12">${text(n.title.slice(0, 24))}</text>`);
      const xs = nodes.map((n) => n.x!); const ys = nodes.map((n) => n.y!);
      const [x0, y0] = [Math.min(...xs) - 60, Math.min(...ys) - 40];
      return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${x0} ${y0} ${Math.max(...xs) - x0 + 60} ${Math.max(...ys) - y0 + 40}" font-family="sans-serif">${lines.join('')}${dots.join('')}</svg>`;
    },
    stop() {
      watch.disconnect();
      canvas.removeEventListener('pointerdown', down); canvas.removeEventListener('pointermove', moved); canvas.removeEventListener('pointerup', up);
      canvas.removeEventListener('wheel', wheel); canvas.removeEventListener('keydown', key);
    },
  };
}
