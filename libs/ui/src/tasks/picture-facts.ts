import { type ImagePreprocessor } from '@lintel/contracts';
import { type Locale } from '../language/locale';
import { type Facts, type TaskReader } from './task-view';

const english = {
  input: 'Input',
  value: (width: string, height: string, channels: string, fit: string) =>
    `${width} × ${height} pixels, ${channels}, ${fit}`,
  grey: 'grey',
  colour: 'colour',
};

const WORDS: Readonly<Record<Locale, typeof english>> = {
  en: english,
  'zh-CN': {
    input: '输入',
    value: (width, height, channels, fit) => `${width} × ${height} 像素，${channels}，${fit}`,
    grey: '灰度',
    colour: '彩色',
  },
};

/** How a picture becomes the input of a model. */
export function pictureFacts(
  { width, height, channels, fit }: Pick<ImagePreprocessor, 'width' | 'height' | 'channels' | 'fit'>,
  { locale, format }: TaskReader,
): Facts {
  const text = WORDS[locale];
  const colours = channels === 1 ? text.grey : text.colour;
  return [[text.input, text.value(format.integer(width), format.integer(height), colours, fit)]];
}
