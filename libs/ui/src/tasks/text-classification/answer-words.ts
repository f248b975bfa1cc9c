import { type Locale } from '../../language/locale';

const english = {
  speakFor: (name: string) => `What speaks for ${name}`,
  caption: (base: string) => `What each word adds to ${base}, the score of a text without any known word.`,
  others: 'all other words',
  noWords: 'None of its words is known to the model.',
  cut: 'The text is longer than the model reads; its end did not count.',
  columns: 'Text columns',
  terms: 'Terms',
  read: 'Reads',
  characters: (count: string) => `at most ${count} characters`,
  target: 'Target column',
};

const chinese: typeof english = {
  speakFor: (name) => `支持“${name}”的词`,
  caption: (base) => `每个词在 ${base}（不含任何已知词的文本的得分）之上增减了多少。`,
  others: '其余所有词',
  noWords: '模型不认识其中任何一个词。',
  cut: '文本超出模型读取的长度，末尾部分未计入。',
  columns: '文本列',
  terms: '词项',
  read: '读取',
  characters: (count) => `最多 ${count} 个字符`,
  target: '目标列',
};

/** The texts of answers about a text. */
export const TEXT_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
