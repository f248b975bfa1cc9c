import { type TextPreprocessing } from '@lintel/contracts';
import { normaliseText } from './normalise-text';
import { eachTerm } from './terms';

/** How often each text has each term. */
export interface TermCounts {
  /** Every term that occurs, in order of its first use. */
  readonly terms: readonly string[];
  readonly texts: number;
  /** int32 [texts + 1]: where the terms of each text begin. */
  readonly starts: Int32Array;
  /** int32: position in `terms`, ascending within a text. */
  readonly ids: Int32Array;
  /** int32: occurrences. */
  readonly counts: Int32Array;
}

/** Counts the terms of texts. */
export function countTerms(
  texts: readonly string[],
  options: Pick<TextPreprocessing, 'mostCharacters' | 'tokens'>,
): TermCounts {
  const known = new Map<string, number>();
  const [ids, counts, starts]: [number[], number[], number[]] = [[], [], [0]];
  for (const text of texts) {
    const own = new Map<number, number>();
    eachTerm(normaliseText(text, options).text, options.tokens, (term) => {
      let id = known.get(term);
      if (id === undefined) known.set(term, (id = known.size));
      own.set(id, (own.get(id) ?? 0) + 1);
    });
    for (const id of Int32Array.from(own.keys()).sort()) {
      ids.push(id);
      counts.push(own.get(id)!);
    }
    starts.push(ids.length);
  }
  return {
    terms: [...known.keys()],
    texts: texts.length,
    starts: Int32Array.from(starts),
    ids: Int32Array.from(ids),
    counts: Int32Array.from(counts),
  };
}
