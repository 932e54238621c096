// The card page: runs the verifier over the signed bytes and repaints every marked figure from them.
// SPDX-License-Identifier: Apache-2.0
import { base64, verify } from './verifier.js';

const $ = s => document.querySelector(s), $$ = s => [...document.querySelectorAll(s)], root = document.documentElement;
const given = JSON.parse($('#given').textContent), words = given.words;
const LOOK = { genuine: 'ok', lied: 'bad', bad: 'bad', unreadable: 'bad', withdrawn: 'unk', expired: 'unk', early: 'unk', unsure: 'unk' };
const MARK = { pass: 'ok', fail: 'bad', unchecked: 'unk' }, SAID = { pass: 'passed', fail: 'failed', unchecked: 'unchecked' };
const SVG = 'http://www.w3.org/2000/svg';

const day = seconds => { const at = new Date(seconds * 1000); return given.lang === 'zh' ? at.toISOString().slice(0, 10) : at.toLocaleDateString('en-GB', { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' }); };
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => name === 'date' ? day(values.date) : name === 'issuer' ? given.issuer : values[name]);

function use(svg, mark) { const shape = document.createElementNS(SVG, 'use'); shape.setAttribute('href', `#i-${mark}`); svg.replaceChildren(shape); svg.setAttribute('class', `i-${mark}`); }

function listed(line) {
  const li = document.createElement('li'), svg = document.createElementNS(SVG, 'svg'), text = document.createElement('span');
  use(svg, MARK[line.state]); svg.setAttribute('role', 'img'); svg.setAttribute('aria-label', words[SAID[line.state]]);
  text.textContent = say(line.word, line.values); li.dataset.check = line.id; li.dataset.state = line.state; li.append(svg, text);
  return li;
}

async function statusOf(purpose) {
  const answer = await fetch(given.status[purpose], { headers: { Accept: 'application/vc' }, signal: AbortSignal.timeout(8000) });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

/** The card in the address (a scanned code carries it after `#`), where there is one. */
function scanned() { const text = location.hash.slice(1); return /^[A-Za-z0-9_-]{120,5600}$/.test(text) ? text : null; }

async function run() {
  const started = performance.now(), own = $('#gc1').textContent.trim(), text = scanned() ?? own, shown = {};
  for (const e of $$('[data-claim]')) (shown[e.dataset.claim] ??= []).push(e.textContent.trim());
  let bytes; try { bytes = base64(text); } catch { bytes = new Uint8Array(); }
  const found = await verify({ bytes, key: base64(given.key), proof: given.proof, shown: text === own ? shown : null, lists: given.lists, statusOf, now: Date.now() / 1000 });
  const { outcome, figures, lines } = found, box = $('#check'), sure = outcome === 'genuine';
  if (figures) for (const e of $$('[data-claim]')) { const value = figures.get(e.dataset.claim); e.textContent = typeof value === 'string' ? value : '–'; e.classList.add('signed'); }
  $('#steps').replaceChildren(...lines.map(listed));
  use($('#check-icon'), LOOK[outcome]);
  $('#check-head').textContent = words[`head.${outcome}`];
  const offline = sure && lines.at(-1).state !== 'pass';
  $('#check-sub').textContent = say(`sub.${outcome}${offline ? '_offline' : ''}`, { ms: Math.max(1, Math.round(performance.now() - started)) });
  if (!sure) $('#check details').open = true;
  if (outcome === 'lied') root.dataset.lied = '';
  if (outcome === 'bad' || outcome === 'unreadable') { root.dataset.bad = ''; $('#check-head').setAttribute('role', 'heading'); $('#check-head').setAttribute('aria-level', '1'); }
  $('#next').hidden = LOOK[outcome] !== 'bad';
  box.dataset.state = LOOK[outcome]; box.dataset.outcome = outcome;
}

if (matchMedia('(min-width:900px)').matches || matchMedia('print').matches) $('#check details').open = true;
addEventListener('hashchange', () => { if (scanned()) location.reload(); });
run().catch(() => { const box = $('#check'); box.dataset.state = 'unk'; box.dataset.outcome = 'unsure'; $('#check-head').textContent = words['head.unsure']; $('#check-sub').textContent = words['sub.unsure']; });
