// Opens and uses every view of a running server that may write: node page.mjs http://127.0.0.1:PORT CHROMIUM PICTURES
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { AxeBuilder } from '@axe-core/playwright';

const [base, executablePath, pictures] = process.argv.slice(2);
mkdirSync(pictures, { recursive: true });
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
const wrong = [];

/** A page that notes errors and requests to others. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, acceptDownloads: true, ...options });
  const page = await context.newPage();
  // A query with a mistake is sent on purpose; the browser tells of its status.
  const meant = (m) => m.text().includes('status of 400') && page.url().includes('/sparql-editor');
  page.on('console', (m) => { if (m.type() === 'error' && !meant(m)) wrong.push(`${page.url()}: ${m.text()}`); });
  page.on('pageerror', (e) => wrong.push(`${page.url()}: ${e.message}`));
  page.on('dialog', (d) => { wrong.push(`${page.url()}: a dialog says ${d.message()}`); d.dismiss(); });
  page.on('request', (r) => { if (!/^(data|blob):/.test(r.url()) && !r.url().startsWith(base)) wrong.push(`asks ${r.url()}`); });
  return page;
}
const go = async (page, path) => {
  await page.goto(base + path);
  await page.waitForLoadState('networkidle');
  await page.locator('main [aria-busy]').waitFor({ state: 'detached' });
};
/** Serious mistakes for those who do not see or do not use a mouse. */
async function accessible(page, name) {
  const found = (await new AxeBuilder({ page }).analyze()).violations.filter((v) => ['serious', 'critical'].includes(v.impact));
  for (const v of found) wrong.push(`${name}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
  await page.screenshot({ path: `${pictures}/${name}.png` });
}
const api = async (path) => (await fetch(base + path)).json();
const address = (path) => '/' + path.split('/').map(encodeURIComponent).join('/');

const summary = await api('/api/summary');
const most = summary.entities[0];
const page = await open();

// Start: what there is, a name completed from the keyboard, in the other script.
await go(page, '/');
assert.ok((await page.locator('h1').textContent()).length > 0);
assert.ok(await page.locator('.chips a').count() > 5);
await accessible(page, 'start');
await page.getByRole('combobox').first().fill('沙俄');
await page.locator('#found li').first().waitFor();
await page.screenshot({ path: `${pictures}/search.png` });
await page.keyboard.press('ArrowDown');
await page.keyboard.press('Enter');
await page.waitForURL('**/e/**');
assert.match(decodeURIComponent(page.url()), /俄羅斯帝國/);
await page.goto(`${base}/`);

// An example question opens with its answer.
await page.locator('a[href^="/sparql-editor?query="]').first().click();
await page.locator('table.rows tbody tr').first().waitFor();

// An entity, a fact of it, the sentence with the words marked, the document.
await go(page, address(most.path));
assert.equal(await page.locator('h1 bdi').textContent(), most.title);
assert.ok(await page.locator('table.facts tr').count() > 3);
await accessible(page, 'entity');
await page.locator('table.facts a.relation').first().click();
await page.locator('blockquote mark').first().waitFor();
assert.ok((await page.locator('blockquote mark').first().textContent()).length > 1);
await accessible(page, 'fact');
await page.locator('.stated h3 a').first().click();
await page.locator('.text a.mark').first().waitFor();
await page.locator('.text a.mark').first().hover();
assert.ok((await page.locator('aside p').first().textContent()).length > 3, 'hovering shows the fact');
await accessible(page, 'document');

// Timeline: filter, zoom.
await go(page, '/timeline');
const shown = async () => Number((await page.locator('main p[aria-live]').textContent()).match(/\d+/)[0]);
const all = await shown();
await page.getByLabel('Name', { exact: true }).fill(most.title);
await page.waitForFunction((n) => Number(document.querySelector('main p[aria-live]').textContent.match(/\d+/)[0]) < n, all);
await page.getByLabel('Name', { exact: true }).fill('');
await page.locator('canvas.time').focus();
for (let i = 0; i < 6; i++) await page.keyboard.press('+');
assert.ok(await shown() < all, 'zooming in shows fewer');
await accessible(page, 'timeline');

// Graph: a filter, a picture to keep.
await go(page, '/graph');
await accessible(page, 'graph');
const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save as SVG' }).click()]);
assert.match(readFileSync(await picture.path(), 'utf8'), /^<svg .*circle/s);
await page.getByLabel('Relation').selectOption('signed');
await accessible(page, 'graph-signed');

// Map: places without coordinates are listed, not invented.
await go(page, '/map');
assert.equal(await page.locator('svg.world circle').count(), 0);
assert.ok(await page.locator('details li').count() > 5);
await accessible(page, 'map');

// The editor: an error under its word, an answer, sorting, a download, a link that shares.
const type = async (text) => { await page.locator('.editor .cm-content').click(); await page.keyboard.press('Control+A'); await page.keyboard.insertText(text); };
await go(page, '/sparql-editor');
await type('SELECT ?s WHERE { ?s nope:x ?o }');
await page.keyboard.press('Control+Enter');
await page.locator('pre.error').waitFor();
assert.match(await page.locator('pre.error').textContent(), /nope/);
await page.locator('.editor .cm-lintRange-error').waitFor();
await accessible(page, 'editor-error');
await type('SELECT ?s ?o { ?s kg:sig');
await page.keyboard.press('Control+Space');
await page.locator('.editor .cm-tooltip-autocomplete li').first().waitFor();
await page.screenshot({ path: `${pictures}/completion.png` });
await page.keyboard.press('Escape');
await type('SELECT ?s ?o { ?s kg:signed ?o } ORDER BY ?s');
await page.getByRole('button', { name: 'Run' }).click();
await page.locator('table.rows tbody tr').first().waitFor();
const first = await page.locator('table.rows tbody td').first().textContent();
await page.locator('table.rows th button').first().click();
await page.locator('table.rows th button').first().click();
assert.notEqual(await page.locator('table.rows tbody td').first().textContent(), first, 'sorted the other way');
const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'csv' }).click()]);
assert.match(readFileSync(await csv.path(), 'utf8'), /^s,o\r?\n/);
await page.getByRole('button', { name: 'Link to this query' }).click();
await page.waitForURL('**/sparql-editor?query=*');
await page.reload();
await page.locator('table.rows tbody tr').first().waitFor();
await accessible(page, 'editor');

// Language and light are remembered; on a phone nothing is cut off.
await page.getByRole('button', { name: '中文' }).click();
await page.reload();
await page.getByRole('button', { name: 'English' }).waitFor();
assert.equal(await page.locator('html').getAttribute('lang'), 'zh-Hant');
await page.getByRole('button', { name: '明暗' }).click();
await go(page, address(most.path));
await accessible(page, 'entity-dark-zh');
const phone = await open({ viewport: { width: 360, height: 740 } });
for (const [name, path] of [['start', '/'], ['entity', address(most.path)], ['timeline', '/timeline']]) {
  await go(phone, path);
  assert.ok(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), `${name} is too wide for a phone`);
  await phone.screenshot({ path: `${pictures}/phone-${name}.png` });
}
// Without scripts there is something to read.
const plain = await open({ javaScriptEnabled: false });
await plain.goto(base + address(most.path));
assert.ok(await plain.locator('table a').count() > 3);

// Names that want to be something else.
const long = 'x'.repeat(10000);
const hostile = ['<script>window.hurt=1</script><img src=x onerror=window.hurt=1>', `"'\\u0027><b onmouseover=alert(1)>`, '\u202Egnp.exe', long];
const text = (s) => JSON.stringify(s).replaceAll('\u202E', '\\u202E');
const names = hostile.map((name, i) => `e:bad${i} a kg:State ; rdfs:label ${text(name)} ; skos:prefLabel ${text(name)} . f:bad${i} rdf:subject e:bad${i} ; rdf:predicate kg:invaded ; rdf:object e:bad${(i + 1) % 4} ; kg:edtf "1900" ; kg:status kg:affirmed .`);
const update = `INSERT DATA { ${names.join('\n')} e:bad0 skos:exactMatch <javascript:alert(1)> . }`;
const written = await fetch(`${base}/update`, { method: 'POST', headers: { 'Content-Type': 'application/sparql-update' }, body: update });
assert.equal(written.status, 204, await written.text());
const victim = await open();
for (const path of ['/', '/e/bad0', '/e/bad1', '/e/bad2', '/e/bad3', '/f/bad0', '/timeline', '/graph', `/sparql-editor?run=1&query=${encodeURIComponent('SELECT ?s ?l { ?s a kg:State ; rdfs:label ?l } ORDER BY DESC(STRLEN(?l))')}`]) {
  await go(victim, path);
  assert.equal(await victim.evaluate(() => window.hurt), undefined, path);
  assert.equal(await victim.locator('a[href^="javascript:" i]').count(), 0, path);
}
await victim.getByRole('combobox').first().fill('<script');
await victim.waitForTimeout(500);
await victim.screenshot({ path: `${pictures}/hostile.png` });

await browser.close();
assert.deepEqual(wrong, []);
console.log('every view opens, works, and keeps to itself');
