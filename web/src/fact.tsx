// A fact: every sentence that states it, the words marked in their paragraph, and how they were read.
import { fact, type Stated } from './api';
import { role, say } from './words';
import { FactLine, href, Panel, useAsked, Waiting } from './parts';

function Sentence({ stated }: { stated: Stated }) {
  const [before, words, after] = stated.sentence;
  return (
    <section class="stated">
      <h3>{stated.path ? <a href={href(stated.path)}>{stated.document}</a> : stated.document} <small>{stated.file}:{stated.line}</small></h3>
      <blockquote>
        <span class="around">{stated.before}</span>{before}<mark>{words}</mark>{after}<span class="around">{stated.after}</span>
      </blockquote>
      <dl>
        {stated.roles.filter((r) => r.role !== 'time' || !stated.edtf).map((r) => <><dt>{role(r.role)}</dt><dd><b>{r.words || '—'}</b> <small>{r.how}</small></dd></>)}
        {stated.edtf && <><dt>{say('date')}</dt><dd><b>{stated.era ?? stated.dateWords ?? ''}</b> → {stated.edtf} <small>{stated.dateHow}</small></dd></>}
        <dt>{say('rule')}</dt><dd><code>{stated.rule}</code> <small>{stated.confidence} % {say('sure')}</small></dd>
        {stated.polarity !== 'affirmed' && <><dt>{say('notAffirmed')}</dt><dd>{stated.polarity}</dd></>}
      </dl>
    </section>
  );
}

export function FactView({ id }: { id: string }) {
  const { value, error } = useAsked(() => fact(id), id);
  if (!value) return <Waiting error={error} />;
  const dates = new Set(value.stated.map((s) => s.edtf).filter((d) => d !== null));
  return (
    <article>
      <h1 class="factline"><FactLine fact={value} open /></h1>
      {value.edtf && <p class="when">{value.edtf}</p>}
      {dates.size > 1 && <p class="differ" role="note">{say('differ')}: {[...dates].join(' · ')}</p>}
      <Panel title={`${say('stated')} (${value.stated.length})`}>
        <div class="side">{value.stated.map((s) => <Sentence stated={s} />)}</div>
      </Panel>
      <footer><small>{say('forms')}: {['ttl', 'jsonld', 'nt'].map((end) => <a href={`/f/${value.id}.${end}`}>{end} </a>)} <code>{value.iri}</code></small></footer>
    </article>
  );
}
