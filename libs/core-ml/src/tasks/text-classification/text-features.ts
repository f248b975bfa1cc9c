/** What is counted of a text that was read for a model. */
export interface TextStatistics {
  /** UTF-16 code units that were read. */
  readonly characters: number;
  /** Terms of the text, and those among them that the model knows; each counted once. */
  readonly terms: number;
  readonly known: number;
}

/** What drift watches of a text: how long it is (ln of the characters), and the share of its terms that are not known. */
export function textFeatures({ characters, known, terms }: TextStatistics): Record<string, number> {
  return { length: Math.log(characters), 'unknown-terms': 1 - known / terms };
}
