import { type TextData, alike } from './text-data';
import { truthsByClass } from './text-scores';

/** What makes the result of a training doubtful. */
export type TextFinding =
  | { readonly kind: 'copies'; readonly texts: number }
  | { readonly kind: 'near-copies'; readonly texts: number }
  | { readonly kind: 'contradictions'; readonly texts: number }
  | { readonly kind: 'small-class'; readonly name: string; readonly texts: number }
  | { readonly kind: 'rare-rest'; readonly name: string; readonly share: number }
  | { readonly kind: 'answer-in-text'; readonly name: string; readonly own: number; readonly others: number };

const FEWEST_TEXTS = 10;
const LARGEST_SHARE = 0.9;
/** Shares of the texts with and without a class that contain its name, from which on the name gives the class away. */
const OWN_SHARE = 0.9;
const OTHER_SHARE = 0.1;
const SHORTEST_NAME = 3;

/** Looks for copies, contradictions, rare classes, and texts that name their answer. */
export function inspectTexts(data: TextData): TextFinding[] {
  const { texts, target } = data;
  const normal = texts.map(alike);
  const truths = truthsByClass(target);
  const findings: TextFinding[] = [];
  const byText = new Map<string, number[]>();
  normal.forEach((text, row) => byText.set(text, [...(byText.get(text) ?? []), row]));
  const repeated = [...byText.values()].filter((rows) => rows.length > 1);
  const copies = repeated.reduce((sum, rows) => sum + rows.length - 1, 0);
  if (copies > 0) findings.push({ kind: 'copies', texts: copies });
  const differing = repeated.filter((rows) => rows.some((row) => truths.some((own) => own[row] !== own[rows[0]!])));
  if (differing.length > 0) {
    findings.push({ kind: 'contradictions', texts: differing.reduce((sum, rows) => sum + rows.length, 0) });
  }
  const near = nearCopies([...byText.keys()]);
  if (near > 0) findings.push({ kind: 'near-copies', texts: near });
  target.classNames.forEach((name, column) => {
    const own = truths[column]!;
    const count = own.reduce((sum, truth) => sum + truth, 0);
    if (count < FEWEST_TEXTS) findings.push({ kind: 'small-class', name, texts: count });
    if (count > LARGEST_SHARE * texts.length) {
      findings.push({ kind: 'rare-rest', name, share: count / texts.length });
    }
    const given = namesAnswer(name, normal, own, count);
    if (given) findings.push({ kind: 'answer-in-text', name, ...given });
  });
  return findings;
}

function namesAnswer(
  name: string,
  texts: readonly string[],
  truths: Uint8Array,
  count: number,
): { own: number; others: number } | undefined {
  const word = alike(name);
  if (word.length < SHORTEST_NAME || count === 0 || count === texts.length) return undefined;
  let [own, others] = [0, 0];
  texts.forEach((text, row) => {
    if (!text.includes(word)) return;
    if (truths[row] === 1) own++;
    else others++;
  });
  const shares = { own: own / count, others: others / (texts.length - count) };
  return shares.own >= OWN_SHARE && shares.others <= OTHER_SHARE ? shares : undefined;
}

const SHINGLE = 4;
const HASHES = 32;
const BAND = 4;
const LEAST_ALIKE = 0.8;
/** Words of a text that are compared. */
const MOST_WORDS = 2_000;

/**
 * The number of texts that share about 80 % of their sequences of four words with an earlier text (MinHash, Broder 1997;
 * banded as in Leskovec et al., Mining of Massive Datasets, 3.4).
 */
function nearCopies(texts: readonly string[]): number {
  const signatures = texts.map(signatureOf);
  const seen = new Map<string, number>();
  return signatures.filter((signature, at) => {
    if (signature === undefined) return false;
    let isNear = false;
    for (let from = 0; from < HASHES; from += BAND) {
      const key = `${from} ${signature.subarray(from, from + BAND).join(' ')}`;
      const earlier = seen.get(key);
      if (earlier === undefined) seen.set(key, at);
      else isNear ||= shared(signature, signatures[earlier]!) >= LEAST_ALIKE;
    }
    return isNear;
  }).length;
}

const shared = (one: Uint32Array, other: Uint32Array): number =>
  one.reduce((sum, value, at) => sum + Number(value === other[at]), 0) / HASHES;

/** Undefined if the text has too few words to tell near copies from texts that only begin alike. */
function signatureOf(text: string): Uint32Array | undefined {
  const words = text.split(' ', MOST_WORDS);
  if (words.length < 2 * SHINGLE) return undefined;
  const signature = new Uint32Array(HASHES).fill(0xffff_ffff);
  for (let from = 0; from + SHINGLE <= words.length; from++) {
    const hash = hashOf(words.slice(from, from + SHINGLE).join(' '));
    for (let at = 0; at < HASHES; at++) {
      // Odd multipliers permute the hashes, each in its own way.
      const mixed = Math.imul(hash ^ (at * 0x9e37_79b9), 2 * at * 0x85eb_ca6b + 1) >>> 0;
      const value = (mixed ^ (mixed >>> 15)) >>> 0;
      if (value < signature[at]!) signature[at] = value;
    }
  }
  return signature;
}

/** FNV-1a, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  return hash >>> 0;
}
