// What the server answers, and asking for it.

export interface End { path?: string; title: string; class?: string }
export interface FactSummary {
  id: string; s: End | null; r: string; o: End | null; edtf: string | null; from: number | null; to: number | null;
  status: string; qualifiers: { role: string; end: End }[]; documents: number;
}
export interface Stated {
  document: string; path: string; file: string; line: number; before: string; sentence: [string, string, string]; after: string;
  polarity: string; rule: string; confidence: number; edtf: string | null; dateWords: string | null; dateHow: string | null;
  era: string | null; roles: { role: string; words: string; how: string }[];
}
export interface Fact extends FactSummary { iri: string; stated: Stated[] }
export interface Words { zh: string | null; en: string | null }
export interface Entity {
  path: string; iri: string; title: string; class: string; classWords: Words; names: { text: string; lang: string | null }[];
  same: string[]; facts: FactSummary[];
}
export interface Mark { id: string; start: number; end: number; r: string; s: End; o: End; edtf: string | null; status: string }
export interface Doc {
  path: string; title: string; lang: string; source: string | null; licence: string | null; text: string; marks: Mark[];
}
export interface Relation { name: string; facts: number; zh: string | null; en: string | null }
export interface Query {
  name: string; title: string; about: string; text: string;
  params: { name: string; default: string | null; required: boolean; about: string }[];
}
export interface Summary {
  counts: { documents: number; entities: number; facts: number; affirmed: number; evidence: number };
  base: string; prefixes: [string, string][]; entities: (End & { facts: number })[];
  documents: { path: string; title: string; lang: string }[]; relations: Relation[]; queries: Query[];
  terms: { name: string; en: string; zh: string | null }[];
}
/** All facts in columns: things are [title, path, class], facts [id, s, r, o, edtf, from, to]; days count from 1970. */
export interface Facts {
  things: [string, string | null, string][]; relations: string[];
  facts: [string, number, number, number, string | null, number | null, number | null][];
}
export interface Proposal { label: string; path: string; title: string; class: string; facts: number }

async function get<T>(path: string): Promise<T> {
  const answer = await fetch(path, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error((await answer.text()).trim() || `${answer.status}`);
  return await answer.json() as T;
}

const kept = new Map<string, Promise<unknown>>();
/** Asks once; what failed is asked again. */
function once<T>(path: string): Promise<T> {
  const known = kept.get(path) as Promise<T> | undefined;
  if (known) return known;
  const asked = get<T>(path);
  kept.set(path, asked);
  asked.catch(() => kept.delete(path));
  return asked;
}

export const summary = () => once<Summary>('/api/summary');
export const facts = () => once<Facts>('/api/facts');
export const entity = (path: string) => once<Entity>(`/api/entity?name=${encodeURIComponent(path)}`);
export const fact = (id: string) => once<Fact>(`/api/fact?name=${encodeURIComponent(id)}`);
export const document_ = (path: string) => once<Doc>(`/api/document?name=${encodeURIComponent(path)}`);
export const complete = (typed: string) => get<Proposal[]>(`/api/complete?q=${encodeURIComponent(typed)}`);

export const FORMS: [string, string][] = [
  ['json', 'application/sparql-results+json'], ['csv', 'text/csv'], ['tsv', 'text/tab-separated-values'], ['xml', 'application/sparql-results+xml'],
  ['ttl', 'text/turtle'], ['nt', 'application/n-triples'], ['rdf', 'application/rdf+xml'], ['jsonld', 'application/ld+json'],
];

/** Asks in SPARQL. */
export function ask(query: string, accept: string, signal?: AbortSignal): Promise<Response> {
  return fetch('/query', {
    method: 'POST', signal, headers: { Accept: accept, 'Content-Type': 'application/sparql-query; charset=utf-8' }, body: query,
  });
}
