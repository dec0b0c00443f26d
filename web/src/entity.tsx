// A thing: its names, its facts in order of time, its life, its neighbours.
import { entity, type FactSummary } from './api';
import { current, relation, say } from './words';
import { FactLine, href, Panel, useAsked, Waiting, yearOf, yearWords } from './parts';
import { Neighbours } from './neighbours';

const last = Number.MAX_SAFE_INTEGER;

/** A strip with a mark for each dated fact. */
function Life({ facts }: { facts: FactSummary[] }) {
  const dated = facts.filter((f) => f.from !== null && f.status === 'affirmed');
  if (dated.length < 2) return null;
  const years = dated.flatMap((f) => [yearOf(f.from!), yearOf(f.to!)]);
  const [first, end] = [Math.min(...years), Math.max(...years)];
  const x = (year: number) => 20 + (760 * (year - first)) / Math.max(end - first, 1);
  return (
    <Panel title={say('life')}>
      <svg class="life" viewBox="0 0 800 56" role="group" aria-label={`${yearWords(first)} – ${yearWords(end)}, ${dated.length}`}>
        <line x1="20" x2="780" y1="30" y2="30" />
        {dated.map((f) => {
          const [a, b] = [x(yearOf(f.from!)), x(yearOf(f.to!))];
          return (
            <a href={`/f/${f.id}`} aria-label={`${f.edtf} ${f.s?.title} ${relation(f.r)} ${f.o?.title}`}><rect x={a} y="20" width={Math.max(b - a, 4)} height="20" rx="2"><title>{`${f.edtf} · ${f.s?.title} ${relation(f.r)} ${f.o?.title}`}</title></rect></a>
          );
        })}
        <text x="20" y="54">{yearWords(first)}</text><text x="780" y="54" text-anchor="end">{yearWords(end)}</text>
      </svg>
    </Panel>
  );
}

export function EntityView({ path }: { path: string }) {
  const { value, error } = useAsked(() => entity(path), path);
  if (!value) return <Waiting error={error} />;
  const groups = new Map<string, FactSummary[]>();
  for (const fact of value.facts) {
    // What this thing does, and what is done to it, are told apart.
    const key = `${fact.r} ${fact.s?.path === value.path ? 's' : fact.o?.path === value.path ? 'o' : 'q'}`;
    groups.set(key, [...groups.get(key) ?? [], fact]);
  }
  const ordered = [...groups.values()].map((g) => g.sort((a, b) => (a.from ?? last) - (b.from ?? last)));
  ordered.sort((a, b) => (a[0].from ?? last) - (b[0].from ?? last) || b.length - a.length);
  const kind = (current() === 'zh' ? value.classWords.zh : value.classWords.en) ?? value.class;
  return (
    <article>
      <h1><bdi>{value.title.slice(0, 300)}</bdi> <small class="class">{kind}</small></h1>
      {value.names.length > 1 && (
        <p>{say('also')}: {value.names.filter((n) => n.text !== value.title).map((n, i) => <>{i > 0 && ' · '}<bdi lang={n.lang ?? undefined}>{n.text.slice(0, 200)}</bdi></>)}</p>
      )}
      {value.same.length > 0 && (
        <p>{say('same')}: {value.same.map((iri) => (/^https?:\/\//.test(iri) ? <a rel="noreferrer" href={iri}>{iri}</a> : <span>{iri}</span>))}</p>
      )}
      <Life facts={value.facts} />
      {ordered.map((group) => (
        <Panel title={`${relation(group[0].r)} (${group.length})`}>
          <table class="facts"><tbody>
            {group.map((fact) => <tr><td class="when">{fact.edtf ?? say('undated')}</td><td><FactLine fact={fact} /></td></tr>)}
          </tbody></table>
        </Panel>
      ))}
      <Panel title={say('around')}><Neighbours of={value} /></Panel>
      <footer><small>{say('forms')}: {['ttl', 'jsonld', 'nt'].map((end) => <a href={`${href(value.path)}.${end}`}>{end} </a>)} <code>{value.iri}</code></small></footer>
    </article>
  );
}
