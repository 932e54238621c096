// The verify page: sends a dropped, chosen or pasted card to this server's checker and shows its lines in place.
// Without this script the form does the same with a page load.
// SPDX-License-Identifier: Apache-2.0
const $ = s => document.querySelector(s);
const given = JSON.parse($('#given').textContent), words = given.words, SVG = 'http://www.w3.org/2000/svg';
const MARK = { pass: 'ok', fail: 'bad', unchecked: 'unk' }, SAID = { pass: 'passed', fail: 'failed', unchecked: 'unchecked' };

function use(svg, mark) { const shape = document.createElementNS(SVG, 'use'); shape.setAttribute('href', `#i-${mark}`); svg.replaceChildren(shape); svg.setAttribute('class', `i-${mark}`); }

function listed(check) {
  const li = document.createElement('li'), svg = document.createElementNS(SVG, 'svg'), text = document.createElement('span');
  use(svg, MARK[check.state]); svg.setAttribute('role', 'img'); svg.setAttribute('aria-label', words[SAID[check.state]]); text.append(check.text);
  if (check.code) { const code = document.createElement('code'); code.textContent = check.code; text.append(' ', code); }
  if (check.spec) { const spec = document.createElement('small'); spec.textContent = given.clause.replace('{spec}', check.spec); text.append(' ', spec); }
  li.dataset.check = check.id; li.dataset.state = check.state; li.append(svg, text);
  return li;
}

function show(look, head, sub, checks, outcome) {
  const box = $('#result'); box.hidden = false; box.dataset.state = look; box.dataset.outcome = outcome;
  use($('#result-icon'), look === 'wait' ? 'unk' : look); $('#result-head').textContent = head; $('#result-sub').textContent = sub;
  $('#result-steps').replaceChildren(...checks.map(listed));
}

async function check(body) {
  show('wait', words['verify.sending'], '', [], '');
  try {
    const answer = await fetch(`/api/v1/verify?lang=${given.lang}`, { method: 'POST', body, headers: { 'Content-Type': 'application/octet-stream' } });
    const found = await answer.json();
    if (answer.ok) show(given.looks[found.outcome] ?? 'unk', given.heads[found.outcome] ?? given.heads.could_not_check, given.subs[found.outcome] ?? given.subs.could_not_check, found.checks, found.outcome);
    else show('unk', given.heads.could_not_check, `${found.detail} ${found.remedy}`, [], 'could_not_check');
  } catch { show('unk', given.heads.could_not_check, words['verify.failed'], [], 'could_not_check'); }
  $('#result').scrollIntoView({ block: 'nearest' });
}

const drop = $('#drop');
for (const kind of ['dragover', 'dragleave', 'drop']) drop.addEventListener(kind, e => { e.preventDefault(); drop.classList.toggle('over', kind === 'dragover'); });
drop.addEventListener('drop', e => { const file = e.dataTransfer.files[0]; if (file) check(file); });
$('#file').addEventListener('change', e => { const file = e.target.files[0]; if (file) check(file); });
$('#form').addEventListener('submit', e => {
  const file = $('#file').files[0], text = $('#text').value.trim();
  if (!file && !text) return; // the server names what is missing, beside the field
  e.preventDefault(); check(text ? new TextEncoder().encode(text) : file);
});
