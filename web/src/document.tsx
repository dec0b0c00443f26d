// A document: its text, with the facts marked where they are stated.
import { useState } from 'preact/hooks';
import { document_, type Mark } from './api';
import { relation, say } from './words';
import { Thing, useAsked, Waiting } from './parts';

/** Cuts a text where marks begin and end; each piece knows the marks that cover it. Offsets are in code points. */
function pieces(text: string, marks: Mark[]): { text: string; marks: Mark[] }[] {
  const chars = Array.from(text);
  const cuts = [...new Set([0, chars.length, ...marks.flatMap((m) => [m.start, m.end])])].filter((c) => c <= chars.length).sort((a, b) => a - b);
  const sorted = [...marks].sort((a, b) => a.start - b.start);
  return cuts.slice(0, -1).map((start, i) => ({
    text: chars.slice(start, cuts[i + 1]).join(''),
    marks: sorted.filter((m) => m.start <= start && m.end >= cuts[i + 1]),
  }));
}

export function DocumentView({ path }: { path: string }) {
  const { value, error } = useAsked(() => document_(path), path);
  const [shown, show] = useState<Mark[]>([]);
  if (!value) return <Waiting error={error} />;
  const list = pieces(value.text, value.marks);
  return (
    <article>
      <h1><bdi>{value.title}</bdi> <small>{value.marks.length} {say('facts_in')}</small></h1>
      <p>
        {value.source && /^https?:/.test(value.source) && <small>{say('source')}: <a rel="noreferrer" href={value.source}>{decodeURI(value.source)}</a> </small>}
        {value.licence && /^https?:/.test(value.licence) && <small>{say('licence')}: <a rel="noreferrer" href={value.licence}>{value.licence}</a></small>}
      </p>
      <div class="reading">
        <div class="text" lang={value.lang}>
          {list.map((p) => (p.marks.length === 0 ? <span>{p.text}</span> : (
            <a class={`mark depth${Math.min(p.marks.length, 3)}${p.marks.some((m) => shown.includes(m)) ? ' on' : ''}`} href={`/f/${p.marks[0].id}`}
              onMouseEnter={() => show(p.marks)} onFocus={() => show(p.marks)}
              aria-label={p.marks.map((m) => `${p.text}: ${m.s.title} ${relation(m.r)} ${m.o.title}`).join('; ')}>{p.text}</a>
          )))}
        </div>
        <aside aria-live="polite" aria-label={say('evidence')}>
          {shown.map((m) => (
            <p class={m.status === 'affirmed' ? '' : 'doubtful'}>
              <small>{m.edtf ?? say('undated')}</small><br /><Thing end={m.s} /> <a class="relation" href={`/f/${m.id}`}>{relation(m.r)}</a> <Thing end={m.o} />
            </p>
          ))}
        </aside>
      </div>
    </article>
  );
}
