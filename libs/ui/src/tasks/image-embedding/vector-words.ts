import { type Locale } from '../../language/locale';

const english = {
  picture: 'Picture',
  size: (values: string) => `A vector of ${values} values`,
  firstValues: 'First values of the vector',
  vector: 'Vector',
  vectorValue: (values: string) => `${values} values, compared by cosine similarity`,
};

const chinese: typeof english = {
  picture: '图片',
  size: (values) => `${values} 个数值的向量`,
  firstValues: '向量的前几个数值',
  vector: '向量',
  vectorValue: (values) => `${values} 个数值，按余弦相似度比较`,
};

/** The texts of the answer of an embedding. */
export const VECTOR_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
