import { type Locale } from '../../language/locale';

const english = {
  unsure: 'Unsure',
  unsureHints: {
    none: 'A person should look at this one.',
    'low-probability': 'Its best answer is not likely enough: a person should look.',
    'unlike-examples': 'It is unlike the pictures that the model was taught with: a person should look.',
  },
  corrected: 'Corrected',
  correctedBy: (author: string) => `by ${author}`,
  confirmed: 'Confirmed',
  confirmedBy: (author: string) => `by ${author}`,
  noneOfThese: 'None of these',
  noLabel: 'No label',
  picture: 'Picture',
  heatMap: 'Show where the model looked',
  looking: 'The model looks at the picture…',
  heatMapOf: (name: string) => `Where the model looked for ${name}`,
};

const chinese: typeof english = {
  unsure: '不确定',
  unsureHints: {
    none: '这张图片需要人工查看。',
    'low-probability': '最可能的结果仍不够可靠，需要人工查看。',
    'unlike-examples': '它与模型学过的图片都不像，需要人工查看。',
  },
  corrected: '已更正',
  correctedBy: (author) => `更正人：${author}`,
  confirmed: '已确认',
  confirmedBy: (author) => `确认人：${author}`,
  noneOfThese: '都不是',
  noLabel: '没有标签',
  picture: '图片',
  heatMap: '显示模型关注的位置',
  looking: '模型正在查看图片…',
  heatMapOf: (name) => `模型判断“${name}”时关注的位置`,
};

/** The texts of the answer of a classifier of pictures. */
export const ANSWER_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
