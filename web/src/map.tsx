// Places with coordinates on the world; places without are listed, never put somewhere.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { geoNaturalEarth1, geoPath } from 'd3-geo';
import { feature } from 'topojson-client';
import { ask, facts } from './api';
import { dayOf, href, useAsked, Waiting, yearOf } from './parts';
import { say } from './words';

interface Place { path: string; title: string; x: number; y: number }

const COORDINATES = `PREFIX wdt: <http://www.wikidata.org/prop/direct/> PREFIX geo: <http://www.opengis.net/ont/geosparql#>
SELECT DISTINCT ?place ?name ?point { GRAPH ?g { ?place wdt:P625|geo:asWKT|geo:hasGeometry/geo:asWKT ?point } ?place rdfs:label ?name }`;

async function places(): Promise<{ lines: string; found: Place[] }> {
  const [world, answer] = await Promise.all([
    fetch('/app/world.json').then((r) => r.json()), ask(COORDINATES, 'application/sparql-results+json').then((r) => (r.ok ? r.json() : { results: { bindings: [] } })),
  ]);
  const project = geoNaturalEarth1().fitSize([1000, 520], { type: 'Sphere' });
  const lines = geoPath(project)(feature(world, world.objects.land)) ?? '';
  const found: Place[] = [];
  for (const row of answer.results.bindings) {
    const point = /POINT\s*\(\s*([-\d.]+)\s+([-\d.]+)/i.exec(row.point.value);
    const at = point && project([Number(point[1]), Number(point[2])]);
    const path = row.place.value.split('/').slice(-2).join('/');
    if (at) found.push({ path, title: row.name.value, x: at[0], y: at[1] });
  }
  return { lines, found };
}

export function MapView() {
  const world = useAsked(places, 'places');
  const all = useAsked(facts, 'facts');
  const [year, setYear] = useState<number>();
  const span = useMemo(() => {
    const days = (all.value?.facts ?? []).map((f) => f[5]).filter((d): d is number => d !== null);
    return days.length ? [Math.floor(yearOf(days.reduce((a, b) => Math.min(a, b)))), Math.ceil(yearOf(days.reduce((a, b) => Math.max(a, b))))] : [1800, 1900];
  }, [all.value]);
  useEffect(() => { if (year === undefined && all.value) setYear(span[1]); }, [all.value]);
  if (!world.value || !all.value) return <Waiting error={world.error ?? all.error} />;
  const located = new Set(world.value.found.map((p) => p.path));
  const missing = all.value.things.filter((t) => t && t[1] && (t[2] === 'Place' || t[2] === 'State') && !located.has(t[1]));
  const at = year ?? span[1];
  const active = new Set(all.value.facts.filter((f) => f[5] !== null && f[5] <= dayOf(at + 1) && (f[6] ?? f[5]) >= dayOf(at - 10)).flatMap((f) => [f[1], f[3]]).map((n) => all.value!.things[n]?.[1]));
  return (
    <>
      <h1>{say('map')}</h1>
      <div class="bar"><label>{say('year')} <input type="range" min={span[0]} max={span[1]} value={at} onInput={(e) => setYear(Number(e.currentTarget.value))} /> <output>{at}</output></label></div>
      <svg class="world" viewBox="0 0 1000 520" role="group" aria-label={say('map')}>
        <path d={world.value.lines} />
        {world.value.found.map((p) => <a href={href(p.path)} aria-label={p.title}><circle class={active.has(p.path) ? 'on' : ''} cx={p.x} cy={p.y} r="4"><title>{p.title}</title></circle></a>)}
      </svg>
      {world.value.found.length === 0 && <p>{say('noPlaces')}</p>}
      <details open={world.value.found.length === 0}><summary>{say('withoutPlace')} ({missing.length})</summary>
        <ul class="columns">{missing.slice(0, 1000).map((t) => <li><a href={href(t[1]!)}>{t[0]}</a></li>)}</ul>
      </details>
    </>
  );
}
