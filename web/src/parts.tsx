// Pieces that several views share.
import { useEffect, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { End, FactSummary } from './api';
import { relation, role, say } from './words';

/** The address of a path of the graph. Only such paths become links: other addresses may be anything. */
export const href = (path: string) => `/${path.split('/').map(encodeURIComponent).join('/')}`;

export function Thing({ end }: { end: End | null }) {
  if (!end) return <span>?</span>;
  const title = <bdi>{end.title.length > 160 ? `${end.title.slice(0, 160)}…` : end.title}</bdi>;
  return end.path ? <a href={href(end.path)}>{title}</a> : title;
}

/** What is asked for, as it comes. */
export function useAsked<T>(ask: () => Promise<T>, key: string): { value?: T; error?: string } {
  const [state, set] = useState<{ key: string; value?: T; error?: string }>({ key });
  useEffect(() => {
    let gone = false;
    set({ key });
    ask().then((value) => gone || set({ key, value }), (e: Error) => gone || set({ key, error: e.message }));
    return () => { gone = true; };
  }, [key]);
  return state.key === key ? state : {};
}

export function Waiting({ error }: { error?: string }) {
  return error ? <p role="alert" class="error">{say('failed')}: {error}</p> : <p aria-busy="true">{say('loading')}</p>;
}

export function FactLine({ fact, open }: { fact: FactSummary; open?: boolean }) {
  return (
    <span class={fact.status === 'affirmed' ? 'fact' : 'fact doubtful'}>
      <Thing end={fact.s} /> <a class="relation" href={`/f/${fact.id}`} aria-current={open ? 'true' : undefined}>{relation(fact.r)}</a> <Thing end={fact.o} />
      {fact.qualifiers.map((q) => <span class="qualifier"> · {role(q.role)} <Thing end={q.end} /></span>)}
      {fact.status !== 'affirmed' && <em> · {say('notAffirmed')}: {fact.status}</em>}
      {fact.documents > 1 && <small> · {fact.documents} {say('documents')}</small>}
    </span>
  );
}

export function Panel({ title, children }: { title: string; children: ComponentChildren }) {
  return <section class="panel"><h2>{title}</h2>{children}</section>;
}

export const DAY = 86400000;
/** The year of a day since 1970, with its part that has passed. */
export const yearOf = (day: number) => 1970 + day / 365.2425;
export const dayOf = (year: number) => (year - 1970) * 365.2425;
/** A year as people write it: the astronomical year 0 is 1 BC. */
export const yearWords = (year: number) => (Math.floor(year) <= 0 ? `${1 - Math.floor(year)} BC` : `${Math.floor(year)}`);

/** Lets a browser keep something as a file. */
export function save(blob: Blob, name: string) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
