// The things around one, as a graph.
import { useEffect, useRef } from 'preact/hooks';
import type { Entity } from './api';
import { draw, type Link, type Node } from './force';
import { href } from './parts';
import { relation, say } from './words';

/** More neighbours are not drawn. */
const MOST = 60;

export function Neighbours({ of }: { of: Entity }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const nodes = new Map<string, Node>([[of.path, { path: of.path, title: of.title, class: of.class, degree: of.facts.length }]]);
    const links = new Map<string, Link>();
    for (const fact of of.facts) {
      const [a, b] = [fact.s, fact.o];
      if (!a?.path || !b?.path || a.path === b.path || fact.status !== 'affirmed') continue;
      for (const end of [a, b]) {
        const known = nodes.get(end.path!);
        if (known) known.degree++;
        else if (nodes.size < MOST) nodes.set(end.path!, { path: end.path!, title: end.title, class: end.class ?? '', degree: 1 });
      }
      if (!nodes.has(a.path) || !nodes.has(b.path)) continue;
      const key = `${a.path} ${fact.r} ${b.path}`;
      const link = links.get(key);
      if (link) link.count++;
      else links.set(key, { source: a.path, target: b.path, r: fact.r, count: 1 });
    }
    if (!canvas.current || nodes.size < 2) return;
    const picture = draw(canvas.current, [...nodes.values()], [...links.values()], relation, (n) => { location.href = href(n.path); });
    return () => picture.stop();
  }, [of.path]);
  return <canvas ref={canvas} class="net small" tabIndex={0} role="img" aria-label={`${say('around')}: ${of.title}. ${say('hint')}`} />;
}
