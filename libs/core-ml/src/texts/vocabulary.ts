import { type TermCounts } from './count-terms';

/** The terms that a model knows, and how much they weigh. */
export interface Vocabulary {
  readonly terms: readonly string[];
  /** float32 [terms], at least 0. */
  readonly termWeights: Float32Array;
}

/** The known terms of one text with their weights, whose sum of squares is 1, or 0 if no known term weighs anything. */
export interface WeightedTerms {
  /** Positions in the vocabulary, ascending. */
  readonly ids: Int32Array;
  readonly weights: Float32Array;
}

export interface ChosenVocabulary extends Vocabulary {
  /** Position in the vocabulary of each term of the counts; -1 if it was left out. */
  readonly places: Int32Array;
}

/** Terms of fewer texts say nothing about other texts. */
const FEWEST_TEXTS = 2;
const MOST_TERMS = 30_000;

/**
 * Chooses the terms that occur in at least two of the texts, at most 30,000 of the most frequent ones. A term weighs its
 * inverse document frequency, ln((1 + texts) / (1 + texts with the term)) + 1, as in scikit-learn.
 * @param rows the texts to learn from
 */
export function chooseVocabulary(counts: TermCounts, rows: Int32Array): ChosenVocabulary {
  const texts = new Int32Array(counts.terms.length);
  for (const row of rows) {
    for (let at = counts.starts[row]!; at < counts.starts[row + 1]!; at++) texts[counts.ids[at]!]!++;
  }
  const chosen = [...texts.keys()].filter((id) => texts[id]! >= FEWEST_TEXTS);
  if (chosen.length > MOST_TERMS) {
    // Stable: of equally frequent terms the earlier ones are kept.
    chosen.sort((one, other) => texts[other]! - texts[one]!).splice(MOST_TERMS);
    chosen.sort((one, other) => one - other);
  }
  const places = new Int32Array(counts.terms.length).fill(-1);
  chosen.forEach((id, place) => (places[id] = place));
  return {
    terms: chosen.map((id) => counts.terms[id]!),
    termWeights: Float32Array.from(chosen, (id) => Math.log((1 + rows.length) / (1 + texts[id]!)) + 1),
    places,
  };
}

/**
 * Weights the terms of one text: (1 + ln count) × weight of the term, scaled to length 1 (Salton and Buckley 1988).
 * @param counted positions in the vocabulary, each once, with the number of occurrences
 * @param most of more terms those with the largest weights are kept
 */
export function weightTerms(
  counted: readonly (readonly [place: number, count: number])[],
  { termWeights }: Vocabulary,
  most: number,
): WeightedTerms {
  const weightOf = (term: (typeof counted)[number]): number => (1 + Math.log(term[1])) * termWeights[term[0]]!;
  let kept = [...counted];
  if (kept.length > most) {
    kept = kept.sort((one, other) => weightOf(other) - weightOf(one) || one[0] - other[0]).slice(0, most);
  }
  kept.sort((one, other) => one[0] - other[0]);
  const weights = Float64Array.from(kept, weightOf);
  const length = Math.sqrt(weights.reduce((sum, weight) => sum + weight * weight, 0));
  return {
    ids: Int32Array.from(kept, (term) => term[0]),
    weights: Float32Array.from(weights, (weight) => (length === 0 ? 0 : weight / length)),
  };
}
