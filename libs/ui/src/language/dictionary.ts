/** Texts by key, nested as the screens are. A text that carries values is a function. */
export interface Dictionary {
  readonly [key: string]: string | ((...values: never[]) => string) | Dictionary;
}

/**
 * What is wrong with a translation: keys that one side lacks, and texts without a letter.
 * The compiler checks the same for our own dictionaries; this one also sees empty texts.
 */
export function dictionaryFaults(reference: Dictionary, translation: Dictionary, path = ''): string[] {
  const keys = new Set([...Object.keys(reference), ...Object.keys(translation)]);
  return [...keys].flatMap((key) => {
    const here = path === '' ? key : `${path}.${key}`;
    const [one, other] = [reference[key], translation[key]];
    if (one === undefined) return [`${here} exists in the translation alone`];
    if (other === undefined) return [`${here} is not translated`];
    if (typeof one !== typeof other) return [`${here} is a ${typeof one} here and a ${typeof other} there`];
    if (typeof one === 'object' && typeof other === 'object') return dictionaryFaults(one, other, here);
    return [one, other].some((text) => typeof text === 'string' && text.trim() === '') ? [`${here} is empty`] : [];
  });
}
