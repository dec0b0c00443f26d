// An editor for queries: highlighting, completion from this graph, errors where they are; answers as table, timeline or text.
import { autocompletion, type CompletionContext } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { bracketMatching, HighlightStyle, StreamLanguage, syntaxHighlighting } from '@codemirror/language';
import { sparql } from '@codemirror/legacy-modes/mode/sparql';
import { setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, FORMS, summary, type Summary } from './api';
import { filled } from './start';
import { save } from './parts';
import { say } from './words';

interface Cell { type: string; value: string; 'xml:lang'?: string; datatype?: string }
interface Table { variables: string[]; rows: Record<string, Cell>[] }
interface Answer { table?: Table; boolean?: boolean; text?: string; error?: string; seconds: number }

const FIRST = 'SELECT ?who ?place ?time WHERE {\n  ?fact rdf:predicate kg:occupied ;\n        rdf:subject/rdfs:label ?who ;\n        rdf:object/rdfs:label ?place ;\n        kg:edtf ?time .\n}\nORDER BY ?time\nLIMIT 100';
/** More rows are not shown, but can be downloaded. */
const SHOWN = 2000;

function completion(known: Summary) {
  const base = known.prefixes.find(([p]) => p === 'kg')?.[0] ?? 'kg';
  const terms = known.terms.map((t) => ({ label: `${base}:${t.name}`, detail: t.zh ?? t.en, type: /^[A-Z]/.test(t.name) ? 'class' : 'property' }));
  const prefixes = known.prefixes.map(([p, iri]) => ({ label: `${p}:`, detail: iri, type: 'namespace' }));
  const words = ['SELECT', 'DISTINCT', 'WHERE', 'FILTER', 'OPTIONAL', 'GRAPH', 'UNION', 'BIND', 'VALUES', 'MINUS', 'ORDER BY', 'GROUP BY', 'LIMIT', 'OFFSET', 'COUNT', 'ASK', 'CONSTRUCT', 'DESCRIBE', 'PREFIX'].map((label) => ({ label, type: 'keyword' }));
  const usual = ['rdf:type', 'rdf:subject', 'rdf:predicate', 'rdf:object', 'rdfs:label', 'skos:prefLabel', 'skos:altLabel', 'oa:hasBody', 'dcterms:title'].map((label) => ({ label, type: 'property' }));
  return (context: CompletionContext) => {
    const word = context.matchBefore(/[\w:-]+/);
    if (!word || (word.from === word.to && !context.explicit)) return null;
    return { from: word.from, options: [...terms, ...usual, ...prefixes, ...words], validFor: /^[\w:-]*$/ };
  };
}

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--keyword)', fontWeight: '600' }, { tag: [tags.string, tags.special(tags.string)], color: 'var(--string)' },
  { tag: tags.comment, color: 'var(--faint)' }, { tag: [tags.variableName, tags.special(tags.variableName)], color: 'var(--variable)' },
  { tag: [tags.atom, tags.number, tags.meta], color: 'var(--atom)' },
]);

function value(cell: Cell | undefined, known: Summary | undefined) {
  if (!cell) return '';
  if (cell.type === 'uri') {
    const own = known && cell.value.startsWith(known.base) ? cell.value.slice(known.base.length) : undefined;
    if (own) return <a href={`/${own.split('/').map(encodeURIComponent).join('/')}`}>{own}</a>;
    return /^https?:\/\//.test(cell.value) ? <a rel="noreferrer" href={cell.value}>{cell.value}</a> : cell.value;
  }
  // All of it is in the raw answer.
  return <bdi lang={cell['xml:lang']}>{cell.value.length > 400 ? `${cell.value.slice(0, 400)}…` : cell.value}</bdi>;
}

function Rows({ table, known }: { table: Table; known?: Summary }) {
  const [by, sort] = useState<{ name: string; down: boolean }>();
  let rows = table.rows;
  if (by) {
    const order = new Intl.Collator(undefined, { numeric: true });
    rows = [...rows].sort((a, b) => order.compare(a[by.name]?.value ?? '', b[by.name]?.value ?? '') * (by.down ? -1 : 1));
  }
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say('result')}>
      <table class="rows">
        <thead><tr>{table.variables.map((v) => (
          <th scope="col" aria-sort={by?.name === v ? (by.down ? 'descending' : 'ascending') : 'none'}>
            <button type="button" onClick={() => sort({ name: v, down: by?.name === v && !by.down })}>{v}{by?.name === v ? (by.down ? ' ▾' : ' ▴') : ''}</button>
          </th>
        ))}</tr></thead>
        <tbody>{rows.slice(0, SHOWN).map((row) => <tr>{table.variables.map((v) => <td>{value(row[v], known)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}

export function SparqlView() {
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<EditorView>();
  const [known, setKnown] = useState<Summary>();
  const [answer, setAnswer] = useState<Answer>();
  const [running, setRunning] = useState<AbortController>();
  const [raw, showRaw] = useState(false);
  const [copied, setCopied] = useState(false);
  const text = () => editor.current?.state.doc.toString() ?? '';

  const run = async () => {
    const stop = new AbortController();
    setRunning(stop);
    const start = performance.now();
    const done = (a: Omit<Answer, 'seconds'>) => { setAnswer({ ...a, seconds: (performance.now() - start) / 1000 }); setRunning(undefined); };
    try {
      const got = await ask(text(), 'application/sparql-results+json, text/turtle;q=0.9', stop.signal);
      const body = await got.text();
      const view = editor.current;
      if (!got.ok) {
        const where = /line (\d+), column (\d+)/.exec(body);
        if (view && where) {
          const line = view.state.doc.line(Math.min(Number(where[1]), view.state.doc.lines));
          const from = Math.min(line.from + Number(where[2]) - 1, line.to);
          const word = /^[^\s]+/.exec(view.state.doc.sliceString(from, line.to))?.[0].length ?? 1;
          view.dispatch(setDiagnostics(view.state, [{ from, to: Math.min(from + word, view.state.doc.length), severity: 'error', message: body.split('\n')[0] }]));
        }
        done({ error: body });
        return;
      }
      if (view) view.dispatch(setDiagnostics(view.state, []));
      if (got.headers.get('content-type')?.includes('json')) {
        const json = JSON.parse(body);
        done('boolean' in json ? { boolean: json.boolean, text: body } : { table: { variables: json.head.vars, rows: json.results.bindings }, text: body });
      } else done({ text: body });
    } catch (e) {
      done({ error: (e as Error).message });
    }
  };

  useEffect(() => {
    const asked = new URLSearchParams(location.search);
    let gone = false;
    // The editor puts its styles into a shadow tree: no style is written into the page.
    const root = place.current!.shadowRoot ?? place.current!.attachShadow({ mode: 'open' });
    summary().catch(() => undefined).then((s) => {
      if (gone) return;
      setKnown(s);
      editor.current = new EditorView({
        root, parent: root,
        state: EditorState.create({
          doc: asked.get('query') ?? FIRST,
          extensions: [
            lineNumbers(), history(), bracketMatching(), StreamLanguage.define(sparql), syntaxHighlighting(colours), placeholder('SELECT …'),
            keymap.of([{ key: 'Ctrl-Enter', mac: 'Cmd-Enter', run: () => { run(); return true; } }, ...defaultKeymap, ...historyKeymap]),
            ...(s ? [autocompletion({ override: [completion(s)] })] : []), EditorView.lineWrapping,
            EditorView.contentAttributes.of({ 'aria-label': 'SPARQL' }),
            EditorView.theme({
              '&': { fontSize: '14px', color: 'var(--ink)', backgroundColor: 'var(--field)', border: '1px solid var(--line)', borderRadius: '4px' },
              '.cm-content': { caretColor: 'var(--ink)', minHeight: '9em' }, '.cm-gutters': { backgroundColor: 'transparent', color: 'var(--faint)', border: 'none' },
              '.cm-cursor': { borderLeftColor: 'var(--ink)' }, '.cm-tooltip': { backgroundColor: 'var(--field)', color: 'var(--ink)' },
              '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': { backgroundColor: 'var(--select) !important' },
            }),
          ],
        }),
      });
      if (asked.has('run')) run();
    });
    return () => { gone = true; editor.current?.destroy(); };
  }, []);

  const put = (query: string) => { const view = editor.current; if (view) view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query } }); };
  const link = async () => {
    const url = `${location.origin}/sparql-editor?query=${encodeURIComponent(text())}&run=1`;
    window.history.replaceState(null, '', url);
    try { await navigator.clipboard.writeText(url); setCopied(true); } catch { /* The address bar has it. */ }
  };
  const download = async (end: string, media: string) => {
    const got = await ask(text(), media);
    if (got.ok) save(await got.blob(), `answer.${end}`);
    else setAnswer({ error: await got.text(), seconds: 0 });
  };
  const forms = answer?.table || answer?.boolean !== undefined ? FORMS.slice(0, 4) : FORMS.slice(4);
  return (
    <>
      <h1>{say('query')}</h1>
      <div class="bar">
        <label>{say('examples')} <select onChange={(e) => { const q = known?.queries.find((k) => k.name === e.currentTarget.value); if (q) put(filled(q)); }}>
          <option value="">—</option>{known?.queries.map((q) => <option value={q.name}>{q.title}</option>)}
        </select></label>
        <small>{say('ctrl')}</small>
      </div>
      <div ref={place} class="editor" />
      <div class="bar">
        {running ? <button type="button" onClick={() => running.abort()}>{say('stop')}</button> : <button type="button" class="main" onClick={run}>{say('run')}</button>}
        <button type="button" onClick={link}>{copied ? say('copied') : say('share')}</button>
        {answer && !answer.error && <label><input type="checkbox" checked={raw} onChange={(e) => showRaw(e.currentTarget.checked)} /> {say('raw')}</label>}
        {answer && !answer.error && <span>{say('download')}: {forms.map(([end, media]) => <button type="button" class="plain" onClick={() => download(end, media)}>{end}</button>)}</span>}
      </div>
      <div aria-live="polite">
        {running && <p aria-busy="true">{say('loading')}</p>}
        {answer?.error && <pre role="alert" class="error">{answer.error}</pre>}
        {answer && !answer.error && <p>{answer.table ? `${answer.table.rows.length} ${say('rows')} · ` : ''}{answer.seconds.toFixed(2)} s</p>}
        {answer?.boolean !== undefined && !raw && <p class="boolean">{String(answer.boolean)}</p>}
        {answer?.table && !raw && <Rows table={answer.table} known={known} />}
        {answer?.text !== undefined && (raw || (!answer.table && answer.boolean === undefined)) && <pre class="raw" tabIndex={0}>{answer.text.slice(0, 500000)}</pre>}
      </div>
    </>
  );
}
