// What the graph holds, and ways in.
import { summary, type Query } from './api';
import { current, say } from './words';
import { href, Panel, Thing, useAsked, Waiting } from './parts';

/** A query with the defaults of its parameters filled in, as the server's library has it. */
export function filled(query: Query): string {
  const given = new Set(query.params.filter((p) => p.default !== null).map((p) => p.name));
  const lines = query.text.split('\n').filter((line) => {
    const only = /#\s*if\s+(\w+)\s*$/.exec(line);
    return !only || given.has(only[1]);
  });
  return lines.filter((line) => !/^#\s*(title|comment|param)\b/.test(line)).join('\n').trim();
}

export function Start() {
  const { value, error } = useAsked(summary, 'summary');
  if (!value) return <Waiting error={error} />;
  const { counts } = value;
  const number = (n: number) => n.toLocaleString(current() === 'zh' ? 'zh-TW' : 'en');
  const free = value.queries.filter((q) => q.params.every((p) => !p.required));
  return (
    <>
      <h1>{say('headline')}</h1>
      <p class="counts">
        <b>{number(counts.documents)}</b> {say('documents')} · <b>{number(counts.entities)}</b> {say('entities')} · <b>{number(counts.affirmed)}</b> {say('facts')} · <b>{number(counts.evidence)}</b> {say('sentences')}
      </p>
      <Panel title={say('most')}>
        <ul class="chips">{value.entities.map((e) => <li><Thing end={e} /> <small>{number(e.facts)}</small></li>)}</ul>
      </Panel>
      <Panel title={say('questions')}>
        <ul>{free.map((q) => <li><a href={`/sparql-editor?query=${encodeURIComponent(filled(q))}&run=1`}>{q.title}</a> <small>{q.about}</small></li>)}</ul>
      </Panel>
      <Panel title={say('texts')}>
        <ul class="columns">{value.documents.map((d) => <li><a href={href(d.path)} lang={d.lang}>{d.title}</a></li>)}</ul>
      </Panel>
    </>
  );
}
