'use client';

import { useLanguage, useMessages } from '../../language/language-provider';
import { type DetailsProps } from '../task-view';
import { COMPARISON_WORDS } from './comparison-words';

/** Whether the difference of the accuracies can be chance, and which classes one of the two does not know. */
export function ClassDetails({ details, nameOf }: DetailsProps<'image-classification'>) {
  const text = useMessages(COMPARISON_WORDS);
  const { format } = useLanguage();
  const { mcnemarP, unknownToChampion, unknownToChallenger } = details;
  const named = (classNames: readonly string[]): string => format.list(classNames.map(nameOf));
  return (
    <>
      <p>{text.mcnemar(format.decimal(mcnemarP))}</p>
      {unknownToChampion.length > 0 && <p>{text.unknownToChampion(named(unknownToChampion))}</p>}
      {unknownToChallenger.length > 0 && <p>{text.unknownToChallenger(named(unknownToChallenger))}</p>}
    </>
  );
}
