import { useLanguage, useUiMessages, writeTrouble, type WrittenTrouble } from '@lintel/ui';
import { type Text } from '../language/english';
import { useText } from '../language/text';
import { LARGEST_PICTURE_BYTES } from '../recognise/first-check';
import { type PictureReason, type PictureTrouble } from './trouble';

type PictureTexts = Record<PictureReason, { readonly title: string; readonly cure: string }>;

/** @param sizeLimit the maximum size of a picture, formatted */
export function pictureTexts({ problems }: Text, sizeLimit: string): PictureTexts {
  return { ...problems, tooLarge: { ...problems.tooLarge, cure: problems.tooLarge.cure(sizeLimit) } };
}

/** Describes trouble with a picture, and any other, in the chosen language. */
export function usePictureTroubleWriter(): (trouble: PictureTrouble) => WrittenTrouble {
  const text = useText();
  const general = useUiMessages().trouble;
  const { locale, format } = useLanguage();
  const texts = { ...general, ...pictureTexts(text, format.bytes(LARGEST_PICTURE_BYTES)) };
  return (trouble) => writeTrouble(trouble, texts, locale);
}
