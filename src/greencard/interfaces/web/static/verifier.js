// Checks a card of the form GC1 with nothing but this file and the browser: COSE signature (RFC 9052, Ed25519), period
// of validity, entry in the public log (RFC 6962, C2SP signed note), withdrawal (Bitstring Status List, eddsa-jcs-2022).
// Nothing here reads the page or the clock, and nothing counts as passed that was not computed.
// SPDX-License-Identifier: Apache-2.0

const enc = new TextEncoder(), dec = new TextDecoder('utf-8', { fatal: true });
const FIGURES = -70001, DIGEST_BYTES = 32, MAX_CARD_BYTES = 4096, MIN_LIST_BYTES = 1 << 14, MAX_LIST_BYTES = 1 << 21, SKEW_SECONDS = 300;
const SHOWN = ['pcf', 'lo', 'hi', 'meas', 'pv', 'trn', 'rec', 'plp'], MAX_NUMBER = 2 ** 40, MAX_SIGNATURES = 64;

export class Unreadable extends Error {}
export class Unsupported extends Error {}

const same = (a, b) => a.length === b.length && a.every((x, i) => x === b[i]);
const join = (...parts) => { const out = new Uint8Array(parts.reduce((n, p) => n + p.length, 0)); let at = 0; for (const p of parts) { out.set(p, at); at += p.length; } return out; };
const hex = b => [...b].map(x => x.toString(16).padStart(2, '0')).join('');

/** Bytes of base64 or base64url text; `Unreadable` for anything else. */
export function base64(text) {
  if (!/^[A-Za-z0-9+/_-]*={0,2}$/.test(text)) throw new Unreadable('base64');
  try { return Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), c => c.charCodeAt(0)); } catch { throw new Unreadable('base64'); }
}

async function sha256(bytes) {
  if (!globalThis.crypto?.subtle) throw new Unsupported('no WebCrypto');
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** Whether `signature` is Ed25519 (RFC 8032) of `message`; `Unsupported` where this browser cannot tell. */
async function ed25519(key, signature, message) {
  if (!globalThis.crypto?.subtle) throw new Unsupported('no WebCrypto');
  if (key.length !== 32 || signature.length !== 64) return false;
  let imported;
  try { imported = await crypto.subtle.importKey('raw', key, 'Ed25519', false, ['verify']); } catch (e) { if (e.name === 'DataError') return false; throw new Unsupported(e.name); }
  return crypto.subtle.verify('Ed25519', imported, signature, message);
}

/** One CBOR item in deterministic form (RFC 8949 4.2.1): shortest heads, keys in order, nothing after it; maps become `Map`. */
export function cbor(bytes) {
  let at = 0;
  const take = n => { if (at + n > bytes.length) throw new Unreadable('CBOR ends early'); at += n; return bytes.subarray(at - n, at); };
  const item = depth => {
    if (depth > 8) throw new Unreadable('CBOR too deep');
    const head = take(1)[0], major = head >> 5; let n = head & 31;
    if (n > 27) throw new Unreadable('CBOR form');
    if (n > 23) { const size = 1 << (n - 24); n = take(size).reduce((sum, b) => sum * 256 + b, 0); if (n < (size === 1 ? 24 : 2 ** (4 * size)) || !Number.isSafeInteger(n)) throw new Unreadable('CBOR head'); }
    if (major === 0) return n;
    if (major === 1) return -1 - n;
    if (major === 2) return take(n).slice();
    if (major === 3) { try { return dec.decode(take(n)); } catch (e) { throw e instanceof Unreadable ? e : new Unreadable('CBOR text'); } }
    if (major === 4) { if (n > bytes.length) throw new Unreadable('CBOR ends early'); return Array.from({ length: n }, () => item(depth + 1)); }
    if (major === 5) { const map = new Map(); let last = ''; while (n-- > 0) { const start = at, key = item(depth + 1), spelt = hex(bytes.subarray(start, at)); if (spelt <= last) throw new Unreadable('CBOR key twice or out of order'); last = spelt; map.set(key, item(depth + 1)); } return map; }
    if (major === 6 && depth === 0 && n === 18) return item(1);
    throw new Unreadable('CBOR form');
  };
  const value = item(0);
  if (at !== bytes.length) throw new Unreadable('bytes after the card');
  return value;
}

const byteString = b => join(b.length < 24 ? [64 + b.length] : b.length < 256 ? [88, b.length] : [89, b.length >> 8, b.length & 255], b);

/** The envelope of a GC1 card: key hint, payload, signature and the bytes that were signed. Nothing is believed yet. */
export function readEnvelope(bytes) {
  if (bytes.length > MAX_CARD_BYTES) throw new Unreadable('too long');
  const parts = cbor(bytes);
  if (bytes[0] !== 0xd2 || !Array.isArray(parts) || parts.length !== 4) throw new Unreadable('no COSE_Sign1');
  const [guarded, open, payload, signature] = parts;
  if (!(guarded instanceof Uint8Array && payload instanceof Uint8Array && signature instanceof Uint8Array && open instanceof Map && open.size === 0)) throw new Unreadable('no COSE_Sign1');
  const header = cbor(guarded), kid = header instanceof Map ? header.get(4) : null;
  if (!(kid instanceof Uint8Array) || header.size !== 2 || header.get(1) !== -19 || signature.length !== 64) throw new Unreadable('another algorithm');
  return { kid, payload, signature, signed: join([132, 106], enc.encode('Signature1'), byteString(guarded), [64], byteString(payload)) };
}

/** What a payload says whose signature holds: period, figures, digest of the full card, position in the status list. */
export function readClaims(payload) {
  const claims = cbor(payload), figures = claims instanceof Map && claims.size === 5 ? claims.get(FIGURES) : null;
  if (!(figures instanceof Map)) throw new Unreadable('not a card');
  const [issuer, subject, expires, issued] = [1, 2, 4, 6].map(label => claims.get(label)), digest = figures.get('h');
  const whole = [expires, issued, figures.get('st')].every(n => Number.isSafeInteger(n) && n >= 0 && n < MAX_NUMBER);
  const texts = [...figures].every(([name, value]) => name === 'h' || name === 'st' || (SHOWN.includes(name) && typeof value === 'string'));
  if (typeof issuer !== 'string' || typeof subject !== 'string' || !whole || !texts || !(digest instanceof Uint8Array) || digest.length !== DIGEST_BYTES) throw new Unreadable('not a card');
  return { issuer, expires, issued, figures };
}

/** Root of the log that `leaf` at `index` of `size` and the audit path lead to (RFC 9162 2.1.3.2), or null. */
async function inclusionRoot(leaf, index, size, path) {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return null;
  let hash = await sha256(join([0], leaf)), fn = index, sn = size - 1;
  const half = n => Math.floor(n / 2);
  for (const step of path) {
    if (sn === 0 || step.length !== DIGEST_BYTES) return null;
    if (fn % 2 === 1 || fn === sn) { hash = await sha256(join([1], step, hash)); while (fn % 2 === 0 && fn !== 0) { fn = half(fn); sn = half(sn); } } else hash = await sha256(join([1], hash, step));
    fn = half(fn); sn = half(sn);
  }
  return sn === 0 ? hash : null;
}

/** Origin, size and root of a signed note that the log's own key has signed, or null. */
async function checkpoint(note, name, key) {
  const gap = note.lastIndexOf('\n\n');
  if (gap < 0 || !note.endsWith('\n') || /[\x00-\x09\x0b-\x1f]/.test(note)) return null;
  const body = note.slice(0, gap + 1), [origin, size, root, ...more] = body.slice(0, -1).split('\n'), signatures = note.slice(gap + 2, -1).split('\n');
  if (more.includes('') || signatures.length > MAX_SIGNATURES) return null;
  if (origin !== name || !/^(0|[1-9][0-9]{0,15})$/.test(size ?? '')) return null;
  const id = (await sha256(join(enc.encode(name + '\n'), [1], key))).slice(0, 4);
  let held = false; const others = new Set();
  for (const line of signatures) {
    const [dash, who, value, rest] = line.split(' ');
    if (dash !== '—' || !who || who.includes('+') || !value || rest !== undefined) return null;
    const raw = base64(value);
    if (raw.length <= id.length) return null;
    if (who !== name) { others.add(who); continue; }
    if (!same(raw.slice(0, 4), id)) continue;
    if (!await ed25519(key, raw.slice(4), enc.encode(body))) return null;
    held = true;
  }
  return held ? { size: Number(size), root: base64(root), others: others.size } : null;
}

/** The checkpoint under which the card with this digest stands in the log (leaf, path, signature), or null. */
async function inLog(digest, issued, proof) {
  const salt = base64(proof.salt), time = Date.parse(proof.time) / 1000;
  if (!(digest instanceof Uint8Array) || digest.length !== DIGEST_BYTES || Math.floor(time) !== issued) return null;
  const id = hex(await sha256(enc.encode(proof.card))), salted = hex(await sha256(join(salt, digest)));
  const leaf = enc.encode(`{"card":"${id}","commitment":"${salted}","time":"${proof.time}","type":"greencard/leaf/1"}`);
  const point = await checkpoint(proof.note, proof.name, base64(proof.key));
  if (!point || point.size !== proof.size) return null;
  const root = await inclusionRoot(leaf, proof.index, proof.size, proof.path.map(base64));
  return root !== null && same(root, point.root) ? point : null;
}

/** RFC 8785 text of JSON that holds only objects, arrays, text, truth values, null and safe integers. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') return `{${Object.keys(value).sort().map(k => `${JSON.stringify(k)}:${canonical(value[k])}`).join(',')}}`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Unreadable('number');
  return JSON.stringify(value);
}

function base58(text) {
  const letters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'; let n = 0n;
  if (text.length > 100) throw new Unreadable('base58');
  for (const c of text) { const digit = letters.indexOf(c); if (digit < 0) throw new Unreadable('base58'); n = n * 58n + BigInt(digit); }
  const out = []; while (n > 0n) { out.unshift(Number(n & 255n)); n >>= 8n; }
  for (const c of text) { if (c !== '1') break; out.unshift(0); }
  return Uint8Array.from(out);
}

/** Whether the embedded eddsa-jcs-2022 proof of a credential holds under `key` (VC Data Integrity EdDSA 3.3). */
export async function integrity(credential, key) {
  const { proof, ...document } = credential;
  if (proof?.cryptosuite !== 'eddsa-jcs-2022' || proof.type !== 'DataIntegrityProof' || proof.proofPurpose !== 'assertionMethod' || !/^z/.test(proof.proofValue ?? '')) return false;
  const { proofValue, ...options } = proof;
  const data = join(await sha256(enc.encode(canonical(options))), await sha256(enc.encode(canonical(document))));
  return ed25519(key, base58(proofValue.slice(1)), data);
}

/** Seconds of a time with its zone; NaN, which is neither before nor after anything, for all else. */
const seconds = text => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) / 1000 : NaN;

/** The bit of a position in an issuer's signed status list of a purpose, with the list's date; `Unreadable` where it does not hold. */
export async function statusBit(credential, purpose, position, { issuer, address, key, now }) {
  const subject = credential?.credentialSubject, from = seconds(credential?.validFrom), until = seconds(credential?.validUntil);
  if (typeof issuer !== 'string' || credential?.issuer !== issuer || typeof address !== 'string' || credential.id !== address) throw new Unreadable('not the list that the card names');
  if (subject?.type !== 'BitstringStatusList' || subject.statusPurpose !== purpose || !/^u/.test(subject.encodedList ?? '')) throw new Unreadable('status list');
  if (!await integrity(credential, key)) throw new Unreadable('status list signature');
  if (!(from <= now + SKEW_SECONDS && now < until)) throw new Unreadable('status list is not current');
  if (credential.proof.expires !== undefined && !(now < seconds(credential.proof.expires))) throw new Unreadable('status list proof is old');
  if (!globalThis.DecompressionStream) throw new Unsupported('gzip');
  const bytes = [], reader = new Blob([base64(subject.encodedList.slice(1))]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) { length += part.value.length; if (length > MAX_LIST_BYTES) throw new Unreadable('status list too long'); bytes.push(part.value); }
  const list = join(...bytes), at = Math.floor(position / 8);
  if (list.length < MIN_LIST_BYTES || !Number.isSafeInteger(position) || position < 0 || at >= list.length) throw new Unreadable('status list too short');
  return { set: ((list[at] >> (7 - position % 8)) & 1) === 1, from };
}

const line = (id, state, word, values = {}) => ({ id, state, word: `${id}.${word ?? state}`, values });

async function withdrawal(card, key, lists, statusOf, now) {
  const position = card.figures.get('st'), of = purpose => ({ issuer: card.issuer, address: lists?.[purpose], key, now });
  let from = now;
  try {
    const gone = await statusBit(await statusOf('revocation'), 'revocation', position, of('revocation'));
    if (gone.set) return line('rev', 'fail', 'fail', { code: 'GC-CRD-009' });
    from = gone.from;
  } catch { return line('rev', 'unchecked'); }
  try { if ((await statusBit(await statusOf('refresh'), 'refresh', position, of('refresh'))).set) return line('rev', 'fail', 'replaced', { code: 'GC-CRD-010' }); } catch { /* an unreadable list of replacements says nothing about withdrawal */ }
  return line('rev', 'pass', 'pass', { date: from });
}

/**
 * Every check of one card, in order, and the outcome they add up to.
 *
 * `given`: bytes, key (of the issuer, who signs card and status lists), proof (or null), `shown` (figures as the page shows them; null where the card is another
 * than the page's), `lists` (addresses of the status lists that the card names), `statusOf(purpose)` (fetches one or rejects), `now` in seconds.
 * `figures` is null unless the signature holds: nothing unsigned may be painted.
 */
export async function verify({ bytes, key, proof, shown, lists, statusOf, now }) {
  const rest = [line('num', 'unchecked'), line('time', 'unchecked'), line('log', 'unchecked'), line('rev', 'unchecked', 'skipped')];
  const stopped = (outcome, first) => ({ outcome, figures: null, lines: [first, ...rest] });
  let card;
  try {
    const envelope = readEnvelope(bytes);
    if (!same(envelope.kid, (await sha256(key)).slice(0, 8))) return stopped('bad', line('sig', 'fail', 'key', { code: 'GC-CRD-003' }));
    if (!await ed25519(key, envelope.signature, envelope.signed)) return stopped('bad', line('sig', 'fail', 'fail', { code: 'GC-CRD-002' }));
    card = readClaims(envelope.payload);
  } catch (e) {
    if (e instanceof Unreadable) return stopped('unreadable', line('sig', 'fail', 'unreadable', { code: 'GC-CRD-016' }));
    if (e instanceof Unsupported) return stopped('unsure', line('sig', 'unchecked', 'unsupported'));
    throw e;
  }
  const lines = [line('sig', 'pass', 'pass', { date: card.issued })];
  if (!shown) lines.push(line('num', 'unchecked', 'other'));
  else { const honest = Object.entries(shown).every(([name, texts]) => texts.every(text => text === card.figures.get(name))); lines.push(line('num', honest ? 'pass' : 'fail', undefined, { code: 'GC-CRD-006' })); }
  if (card.issued > now + SKEW_SECONDS) lines.push(line('time', 'fail', 'early', { code: 'GC-CRD-008', date: card.issued }));
  else if (card.expires <= now) lines.push(line('time', 'fail', 'expired', { code: 'GC-CRD-007', date: card.expires }));
  else lines.push(line('time', 'pass', 'pass', { date: card.expires }));
  try {
    if (!proof || !shown) lines.push(line('log', 'unchecked'));
    else { const point = await inLog(card.figures.get('h'), card.issued, proof); lines.push(line('log', point ? 'pass' : 'fail', point?.others ? 'cosigned' : undefined, { others: point?.others, code: 'GC-LOG-003', index: proof.index, size: proof.size, name: proof.name })); }
  } catch (e) { lines.push(e instanceof Unreadable ? line('log', 'fail', 'fail', { code: 'GC-LOG-001' }) : line('log', 'unchecked')); }
  lines.push(await withdrawal(card, key, lists, statusOf, now));
  const [, num, time, log, rev] = lines, word = l => l.word.split('.')[1];
  const outcome = log.state === 'fail' ? 'bad'
    : num.state === 'fail' ? 'lied'
      : rev.state === 'fail' ? 'withdrawn'
        : time.state === 'fail' ? word(time)
          : [num, time, log].every(l => l.state === 'pass') ? 'genuine' : 'unsure';
  return { outcome, figures: shown ? card.figures : null, lines };
}
