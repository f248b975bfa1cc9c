import { type TextInput } from './text-input';

/** What drift watches of a text: how long it is (ln of the characters), and the share of its terms that are not known. */
export function textFeatures({
  characters,
  known,
  terms,
}: Pick<TextInput, 'characters' | 'known' | 'terms'>): Record<string, number> {
  return { length: Math.log(characters), 'unknown-terms': 1 - known / terms };
}
