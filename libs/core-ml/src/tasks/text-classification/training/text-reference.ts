import { type DriftReference, type TextPreprocessing } from '@lintel/contracts';
import { DriftReferenceBuilder } from '../../../drift/reference';
import { evenlySpaced } from '../../../numbers/evenly-spaced';
import { indexOfLargest } from '../../../numbers/index-of-largest';
import { normaliseText } from '../../../texts/normalise-text';
import { textFeatures } from '../text-features';
import { type FittedTexts } from './fit-texts';
import { type TextData } from './text-data';

/** Enough for every quantile that a reference keeps. */
const MOST_TEXTS = 2_000;

/** What drift is measured against: the tested texts, and the answers of the cross-validation to them. */
export function textReference(
  { texts, target }: Pick<TextData, 'texts' | 'target'>,
  { tested, probabilities, terms }: FittedTexts,
  preprocessing: Pick<TextPreprocessing, 'mostCharacters' | 'tokens'>,
): DriftReference {
  const { classNames } = target;
  const reference = new DriftReferenceBuilder(classNames);
  for (const at of evenlySpaced(tested.length, MOST_TEXTS)) {
    const own = probabilities.subarray(at * classNames.length, (at + 1) * classNames.length);
    const best = indexOfLargest(own);
    reference.add({
      features: textFeatures({
        characters: normaliseText(texts[tested[at]!]!, preprocessing).text.length,
        ...terms[at]!,
      }),
      outcome: classNames[best]!,
      confidence: Math.min(1, own[best]!),
    });
  }
  return reference.build();
}
