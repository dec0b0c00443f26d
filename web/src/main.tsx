// The page: which view an address means, and what stands around it.
import { render } from 'preact';
import { lazy, Suspense } from './lazy';
import { useEffect, useRef, useState } from 'preact/hooks';
import * as api from './api';
import { choose, current, learn, say, useLang } from './words';
import { href } from './parts';
import { Start } from './start';
import { EntityView } from './entity';
import { FactView } from './fact';
import { DocumentView } from './document';
import './style.css';

const Timeline = lazy(() => import('./timeline').then((m) => m.TimelineView));
const GraphView = lazy(() => import('./graph').then((m) => m.GraphView));
const MapView = lazy(() => import('./map').then((m) => m.MapView));
const Sparql = lazy(() => import('./sparql').then((m) => m.SparqlView));

function View() {
  const path = decodeURIComponent(location.pathname.slice(1));
  if (path === '') return <Start />;
  if (path.startsWith('e/')) return <EntityView path={path} />;
  if (path.startsWith('f/')) return <FactView id={path.slice(2)} />;
  if (path.startsWith('g/doc/')) return <DocumentView path={path} />;
  return (
    <Suspense>
      {path === 'timeline' ? <Timeline /> : path === 'graph' ? <GraphView /> : path === 'map' ? <MapView /> : <Sparql />}
    </Suspense>
  );
}

/** A field that completes names as one types: a combobox as the ARIA practices have it. */
function Search() {
  const [typed, type] = useState('');
  const [found, find] = useState<api.Proposal[]>([]);
  const [at, move] = useState(-1);
  const turn = useRef(0);
  useEffect(() => {
    const mine = ++turn.current;
    if (!typed.trim()) { find([]); return; }
    const wait = setTimeout(() => api.complete(typed).then((list) => { if (mine === turn.current) { find(list); move(-1); } }, () => find([])), 60);
    return () => clearTimeout(wait);
  }, [typed]);
  const go = (proposal?: api.Proposal) => { location.href = proposal ? href(proposal.path) : `/search?q=${encodeURIComponent(typed)}`; };
  return (
    <form class="search" role="search" onSubmit={(e) => { e.preventDefault(); if (typed.trim()) go(found[at]); }}>
      <input role="combobox" aria-expanded={found.length > 0} aria-controls="found" aria-autocomplete="list" aria-label={say('search')}
        aria-activedescendant={at >= 0 ? `found-${at}` : undefined} placeholder={say('searching')} value={typed} autocomplete="off" name="q"
        onInput={(e) => type(e.currentTarget.value)} onBlur={() => setTimeout(() => find([]), 200)}
        onKeyDown={(e) => {
          if (e.key === 'ArrowDown') { e.preventDefault(); move((n) => Math.min(n + 1, found.length - 1)); }
          if (e.key === 'ArrowUp') { e.preventDefault(); move((n) => Math.max(n - 1, -1)); }
          if (e.key === 'Escape') find([]);
        }} />
      <ul id="found" role="listbox" aria-label={say('search')} hidden={found.length === 0}>
        {found.map((p, i) => (
          <li id={`found-${i}`} role="option" aria-selected={i === at} onMouseDown={() => go(p)}>
            <bdi>{p.label.slice(0, 80)}</bdi>{p.label !== p.title && <small> → <bdi>{p.title.slice(0, 60)}</bdi></small>} <small class="class">{p.class} · {p.facts}</small>
          </li>
        ))}
      </ul>
    </form>
  );
}

function Page() {
  useLang();
  const [, ready] = useState(false);
  useEffect(() => { api.summary().then((s) => { learn(s.relations); ready(true); }, () => ready(true)); }, []);
  const here = location.pathname;
  const tabs: [string, string][] = [['/', say('start')], ['/timeline', say('timeline')], ['/graph', say('graph')], ['/map', say('map')], ['/sparql-editor', say('query')]];
  const dark = () => {
    const root = document.documentElement;
    const next = (root.dataset.theme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark' ? 'light' : 'dark';
    root.dataset.theme = next;
    try { localStorage.setItem('theme', next); } catch { /* Then only until the page is closed. */ }
  };
  return (
    <>
      <a class="skip" href="#content">{say('skip')}</a>
      <header>
        <nav aria-label="kg">{tabs.map(([to, name]) => <a href={to} aria-current={here === to ? 'page' : undefined}>{name}</a>)}</nav>
        <Search />
        <div class="tools">
          <button type="button" lang={current() === 'en' ? 'zh-Hant' : 'en'} onClick={() => choose(current() === 'en' ? 'zh' : 'en')}>{say('language')}</button>
          <button type="button" onClick={dark} aria-label={say('light')}>◐</button>
        </div>
      </header>
      <main id="content" tabIndex={-1}><View /></main>
    </>
  );
}

try {
  const theme = localStorage.getItem('theme');
  if (theme) document.documentElement.dataset.theme = theme;
} catch { /* The system's choice stays. */ }
const root = document.getElementById('app');
if (root) {
  root.replaceChildren();
  render(<Page />, root);
}
