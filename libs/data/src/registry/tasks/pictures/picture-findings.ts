import { type ModelManifest } from '@lintel/contracts';
import { count, list } from '../../card-markdown';
import { type PictureFindingWords } from './findings-english';

/** The part of a card that these findings need. */
interface PictureCard {
  readonly content: { readonly manifest: Pick<ModelManifest, 'dataset'> };
  readonly words: { readonly findings: PictureFindingWords };
}

/** The findings in the folder of pictures; empty if there are none or it was not inspected. */
export function pictureFindings({ content: { manifest }, words: { findings: words } }: PictureCard): string[] {
  const { findings: found } = manifest.dataset;
  if (!found) return [];
  const lines = [
    [found.contradictions, words.contradictions],
    [found.leaks.test, words.testLeaks],
    [found.leaks.validation, words.validationLeaks],
    [found.copies, words.copies],
    [found.smallClasses, words.smallClasses],
  ] as const;
  const shown = lines.filter(([number]) => number > 0).map(([number, write]) => write(count(number)));
  return shown.length === 0 ? [] : [words.found, list(shown)];
}
