// All dated facts on a canvas: bars from the first day that a date allows to the last, packed into rows.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { facts, type Facts } from './api';
import { useAsked, Waiting, yearOf, yearWords, dayOf } from './parts';
import { relation, say } from './words';

const ROW = 14;
const HUES = ['#b5532a', '#2c6db3', '#2f7d4f', '#8a5ab5', '#b02a4c', '#1f8a8a', '#7a6a2a', '#9a3f7a'];

interface Bar { id: string; text: string; edtf: string; from: number; to: number; r: number; row: number }

function bars(all: Facts, r: string, name: string): Bar[] {
  const wanted = name.trim().toLowerCase();
  const list: Bar[] = [];
  for (const [id, s, rel, o, edtf, from, to] of all.facts) {
    if (from === null || to === null || edtf === null || (r !== '' && all.relations[rel] !== r)) continue;
    const [a, b] = [all.things[s]?.[0] ?? '', all.things[o]?.[0] ?? ''];
    if (wanted && !a.toLowerCase().includes(wanted) && !b.toLowerCase().includes(wanted)) continue;
    list.push({ id, text: `${a} ${relation(all.relations[rel])} ${b}`, edtf, from: yearOf(from), to: yearOf(to + 1), r: rel, row: 0 });
  }
  return list.sort((a, b) => a.from - b.from || a.to - b.to || (a.id < b.id ? -1 : 1));
}

export function TimelineView() {
  const { value, error } = useAsked(facts, 'facts');
  const [r, choose] = useState('');
  const [name, filter] = useState(new URLSearchParams(location.search).get('name') ?? '');
  const canvas = useRef<HTMLCanvasElement>(null);
  const list = useMemo(() => (value ? bars(value, r, name) : []), [value, r, name]);
  const whole = useMemo<[number, number]>(() => (list.length ? [Math.min(...[list[0].from]) - 1, list.reduce((m, b) => Math.max(m, b.to), -Infinity) + 1] : [1800, 1900]), [list]);
  const [range, setRange] = useState<[number, number]>();
  const [from, to] = range ?? whole;
  const [hit, setHit] = useState<Bar>();
  const [scroll, setScroll] = useState(0);
  const drawn = useRef<Bar[]>([]);
  const dark = document.documentElement.dataset.theme;
  useEffect(() => {
    const c = canvas.current;
    if (!c) return;
    const paint = () => {
      const ratio = devicePixelRatio || 1;
      const [w, h] = [c.clientWidth, c.clientHeight];
      c.width = w * ratio; c.height = h * ratio;
      const g = c.getContext('2d')!;
      g.scale(ratio, ratio);
      const style = getComputedStyle(document.documentElement);
      g.font = '11px system-ui, sans-serif'; g.textBaseline = 'middle';
      const x = (year: number) => ((year - from) / (to - from)) * w;
      // A scale with some ten marks, at round years.
      const span = to - from; const raw = span / 10; const power = 10 ** Math.floor(Math.log10(raw));
      const step = Math.max([1, 2, 5, 10].map((m) => m * power).find((s) => s >= raw) ?? power, 1 / 12);
      g.strokeStyle = style.getPropertyValue('--line') || '#ccc'; g.fillStyle = style.getPropertyValue('--ink') || '#222';
      for (let year = Math.ceil(from / step) * step; year <= to; year += step) {
        g.beginPath(); g.moveTo(x(year), 18); g.lineTo(x(year), h); g.stroke();
        g.fillText(yearWords(year), x(year) + 3, 9);
      }
      // Bars are packed from the top; what is not to be seen takes no row.
      const ends: number[] = [];
      drawn.current = [];
      const first = Math.floor(scroll / ROW);
      for (const bar of list) {
        if (bar.to < from || bar.from > to) continue;
        const [a, b] = [Math.max(x(bar.from), -5), Math.min(x(bar.to), w + 5)];
        const need = Math.max(b, a + 4 + (span < 400 ? 90 : 0));
        let row = ends.findIndex((end) => end < a);
        if (row < 0) row = ends.length;
        ends[row] = need;
        bar.row = row;
        const y = 22 + (row - first) * ROW;
        if (y < 18 || y > h) { if (row > first + h / ROW + 400) break; continue; }
        g.fillStyle = HUES[bar.r % HUES.length];
        // What is known to the year or worse is paler.
        g.globalAlpha = bar.to - bar.from > 1.1 ? 0.35 : bar.to - bar.from > 0.1 ? 0.7 : 1;
        g.fillRect(a, y, Math.max(b - a, 3), ROW - 4);
        g.globalAlpha = 1;
        if (span < 400) { g.fillStyle = style.getPropertyValue('--ink') || '#222'; g.fillText(bar.text.slice(0, 16), Math.max(a, 0) + 4, y + (ROW - 4) / 2, 86); }
        drawn.current.push(bar);
      }
    };
    paint();
    const watch = new ResizeObserver(paint);
    watch.observe(c);
    return () => watch.disconnect();
  }, [list, from, to, scroll, dark]);
  if (!value) return <Waiting error={error} />;
  const zoom = (factor: number, at = (from + to) / 2) => setRange([at - (at - from) / factor, at + (to - at) / factor]);
  const pan = (part: number) => setRange([from + (to - from) * part, to + (to - from) * part]);
  const yearAt = (e: MouseEvent) => { const box = canvas.current!.getBoundingClientRect(); return from + ((e.clientX - box.left) / box.width) * (to - from); };
  const find = (e: MouseEvent) => {
    const box = canvas.current!.getBoundingClientRect();
    const row = Math.floor((e.clientY - box.top - 22) / ROW) + Math.floor(scroll / ROW);
    const year = yearAt(e); const slack = (to - from) * 0.006;
    return drawn.current.find((b) => b.row === row && b.from - slack <= year && b.to + slack >= year);
  };
  let held: number | undefined;
  const near = list.filter((b) => b.to >= from && b.from <= to);
  return (
    <>
      <h1>{say('timeline')}</h1>
      <div class="bar">
        <label>{say('relation')} <select value={r} onChange={(e) => choose(e.currentTarget.value)}>
          <option value="">{say('all')}</option>{[...value.relations].sort().map((n) => <option value={n}>{relation(n)}</option>)}
        </select></label>
        <label>{say('actor')} <input value={name} onInput={(e) => { filter(e.currentTarget.value); setRange(undefined); }} /></label>
        <label>{say('from')} <input type="number" value={Math.round(from)} onChange={(e) => setRange([yearOf(dayOf(Number(e.currentTarget.value))), to])} /></label>
        <label>{say('to')} <input type="number" value={Math.round(to)} onChange={(e) => setRange([from, yearOf(dayOf(Number(e.currentTarget.value)))])} /></label>
        <button type="button" onClick={() => zoom(1.6)} aria-label={say('zoomIn')}>+</button>
        <button type="button" onClick={() => zoom(1 / 1.6)} aria-label={say('zoomOut')}>−</button>
        <button type="button" onClick={() => { setRange(undefined); setScroll(0); }}>{say('reset')}</button>
      </div>
      <p aria-live="polite">{near.length} {say('shown')}{hit && <> · <a href={`/f/${hit.id}`}>{hit.edtf} · {hit.text}</a></>}</p>
      <canvas ref={canvas} class="time" tabIndex={0} role="img" aria-label={`${say('timeline')}: ${near.length}. ${say('hint')}`}
        onWheel={(e) => { e.preventDefault(); if (e.shiftKey) setScroll(Math.max(0, scroll + e.deltaY)); else zoom(e.deltaY < 0 ? 1.2 : 1 / 1.2, yearAt(e)); }}
        onPointerDown={(e) => { held = yearAt(e); e.currentTarget.setPointerCapture(e.pointerId); }}
        onPointerMove={(e) => { if (held !== undefined) { const shift = held - yearAt(e); if (Math.abs(shift) > (to - from) / 200) setRange([from + shift, to + shift]); } else setHit(find(e)); }}
        onPointerUp={() => { held = undefined; }} onDblClick={(e) => { const bar = find(e); if (bar) location.href = `/f/${bar.id}`; }}
        onKeyDown={(e) => {
          if (e.key === 'ArrowLeft') pan(-0.1);
          if (e.key === 'ArrowRight') pan(0.1);
          if (e.key === 'ArrowDown') setScroll(scroll + ROW * 4);
          if (e.key === 'ArrowUp') setScroll(Math.max(0, scroll - ROW * 4));
          if (e.key === '+') zoom(1.3);
          if (e.key === '-') zoom(1 / 1.3);
        }} />
      <details><summary>{say('table')}</summary>
        <table class="facts"><tbody>{near.slice(0, 500).map((b) => <tr><td class="when">{b.edtf}</td><td><a href={`/f/${b.id}`}>{b.text}</a></td></tr>)}</tbody></table>
      </details>
    </>
  );
}
