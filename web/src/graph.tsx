// The graph of all things, the best connected first; a node that is clicked brings its neighbours.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { facts, type Facts } from './api';
import { draw, type Link, type Node } from './force';
import { dayOf, href, save, useAsked, Waiting } from './parts';
import { relation, say } from './words';

const FIRST = 150;
const MOST = 400;

function parts(all: Facts, r: string, from: number, to: number, open: Set<string>): { nodes: Node[]; links: Link[]; cut: boolean } {
  const kept = all.facts.filter((f) => (r === '' || all.relations[f[2]] === r) && (f[5] === null ? from === -Infinity && to === Infinity : f[5] <= to && (f[6] ?? f[5]) >= from));
  const degree = new Map<number, number>();
  const linked = kept.filter((f) => all.things[f[1]]?.[1] && all.things[f[3]]?.[1] && f[1] !== f[3]);
  for (const f of linked) for (const n of [f[1], f[3]]) degree.set(n, (degree.get(n) ?? 0) + 1);
  const ranked = [...degree].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const chosen = new Set(ranked.slice(0, FIRST).map(([n]) => n));
  for (const f of linked) {
    if (chosen.size >= MOST) break;
    for (const [a, b] of [[f[1], f[3]], [f[3], f[1]]]) if (open.has(all.things[a][1]!)) { chosen.add(a); chosen.add(b); }
  }
  const links = new Map<string, Link>();
  for (const f of linked) {
    if (!chosen.has(f[1]) || !chosen.has(f[3])) continue;
    const key = `${f[1]} ${f[2]} ${f[3]}`;
    const link = links.get(key);
    if (link) link.count++;
    else links.set(key, { source: all.things[f[1]][1]!, target: all.things[f[3]][1]!, r: all.relations[f[2]], count: 1 });
  }
  const nodes = [...chosen].sort((a, b) => a - b).map((n) => ({ title: all.things[n][0], path: all.things[n][1]!, class: all.things[n][2], degree: degree.get(n) ?? 1 }));
  return { nodes, links: [...links.values()], cut: ranked.length > chosen.size };
}

export function GraphView() {
  const { value, error } = useAsked(facts, 'facts');
  const [r, choose] = useState('');
  const [years, setYears] = useState<[string, string]>(['', '']);
  const [open, setOpen] = useState(new Set<string>());
  const [picked, pick] = useState<Node>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useRef<ReturnType<typeof draw>>();
  const bound = (text: string, none: number) => (text.trim() === '' || Number.isNaN(Number(text)) ? none : dayOf(Number(text)));
  const shown = useMemo(() => value && parts(value, r, bound(years[0], -Infinity), bound(years[1], Infinity), open), [value, r, years, open]);
  useEffect(() => {
    if (!canvas.current || !shown) return;
    picture.current = draw(canvas.current, shown.nodes, shown.links, relation, pick);
    return () => picture.current?.stop();
  }, [shown]);
  if (!value || !shown) return <Waiting error={error} />;
  return (
    <>
      <h1>{say('graph')}</h1>
      <div class="bar">
        <label>{say('relation')} <select value={r} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="">{say('all')}</option>{[...value.relations].sort().map((name) => <option value={name}>{relation(name)}</option>)}
        </select></label>
        <label>{say('from')} <input type="number" value={years[0]} onChange={(e) => setYears([e.currentTarget.value, years[1]])} /></label>
        <label>{say('to')} <input type="number" value={years[1]} onChange={(e) => setYears([years[0], e.currentTarget.value])} /></label>
        <button type="button" onClick={() => picture.current?.zoom(1.3)} aria-label={say('zoomIn')}>+</button>
        <button type="button" onClick={() => picture.current?.zoom(1 / 1.3)} aria-label={say('zoomOut')}>−</button>
        <button type="button" onClick={() => canvas.current?.toBlob((b) => b && save(b, 'graph.png'))}>{say('png')}</button>
        <button type="button" onClick={() => picture.current && save(new Blob([picture.current.svg()], { type: 'image/svg+xml' }), 'graph.svg')}>{say('svg')}</button>
      </div>
      <p aria-live="polite">
        {shown.nodes.length} {say('entities')}{shown.cut && <small> · {say('tooMany')}</small>}
        {picked && <> · <a href={href(picked.path)}>{picked.title}</a> <button type="button" onClick={() => setOpen(new Set([...open, picked.path]))}>{say('expand')}</button></>}
      </p>
      <canvas ref={canvas} class="net" tabIndex={0} role="img" aria-label={`${say('graph')}. ${say('hint')}`} />
    </>
  );
}
