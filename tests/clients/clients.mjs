// Comunica and fetch-sparql-endpoint against a running server: node clients.mjs http://127.0.0.1:PORT
import assert from 'node:assert/strict';
import { QueryEngine } from '@comunica/query-sparql';
import { SparqlEndpointFetcher } from 'fetch-sparql-endpoint';

const server = process.argv[2];
const prefix = 'PREFIX kg: <https://kg.example/o/> PREFIX e: <https://kg.example/e/> ';
const select = `${prefix} SELECT ?s WHERE { ?s kg:protectorateOf ?o } ORDER BY ?s`;

const gather = (stream) => new Promise((resolve, reject) => {
  const all = [];
  stream.on('data', (item) => all.push(item));
  stream.on('end', () => resolve(all));
  stream.on('error', reject);
});

for (const method of ['GET', 'POST']) {
  const fetcher = new SparqlEndpointFetcher({ method });
  const rows = await gather(await fetcher.fetchBindings(`${server}/query`, select));
  assert.ok(rows.length >= 2, `fetch-sparql-endpoint ${method}: ${rows.length} rows`);
  assert.equal(await fetcher.fetchAsk(`${server}/query`, `${prefix} ASK { ?s kg:invaded ?o }`), true);
  const triples = await gather(await fetcher.fetchTriples(`${server}/sparql`, `${prefix} CONSTRUCT { ?s kg:invaded ?o } WHERE { ?s kg:invaded ?o }`));
  assert.ok(triples.length >= 1);
  await assert.rejects(fetcher.fetchBindings(`${server}/query`, 'SELECT nonsense'), /400/);
}
await new SparqlEndpointFetcher().fetchUpdate(`${server}/update`, 'INSERT DATA { <urn:js> <urn:p> "中" }');

const engine = new QueryEngine();
for (const source of [`${server}/sparql`, `${server}/query`, { type: 'sparql', value: `${server}/query` }]) {
  const rows = await (await engine.queryBindings(select, { sources: [source] })).toArray();
  assert.ok(rows.length >= 2, `Comunica at ${JSON.stringify(source)}: ${rows.length} rows`);
  assert.equal(await engine.queryBoolean('ASK { <urn:js> <urn:p> "中" }', { sources: [source] }), true);
  await engine.invalidateHttpCache();
}
const quads = await (await engine.queryQuads(`${prefix} CONSTRUCT { ?s kg:invaded ?o } WHERE { ?s kg:invaded ?o }`, { sources: [`${server}/sparql`] })).toArray();
assert.ok(quads.length >= 1);
console.log('fetch-sparql-endpoint and Comunica are served');
