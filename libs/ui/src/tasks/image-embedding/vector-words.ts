import { type Locale } from '../../language/locale';

const english = {
  picture: 'Picture',
  size: (values: string) => `A vector of ${values} values`,
  norm: 'Length (Euclidean norm)',
  range: 'Values',
  rangeValue: (smallest: string, largest: string) => `${smallest} to ${largest}`,
  mean: 'Mean',
  meaning:
    'The vector is compared with those of other pictures: the smaller the angle between two, the more alike they are.',
  values: 'Show the vector',
  vector: 'Vector',
  vectorValue: (values: string) => `${values} values, compared by cosine similarity`,
};

const chinese: typeof english = {
  picture: '图片',
  size: (values) => `${values} 个数值的向量`,
  norm: '长度（欧几里得范数）',
  range: '取值',
  rangeValue: (smallest, largest) => `${smallest} 至 ${largest}`,
  mean: '平均值',
  meaning: '此向量用于与其他图片的向量比较：两者夹角越小，图片越相似。',
  values: '显示向量',
  vector: '向量',
  vectorValue: (values) => `${values} 个数值，按余弦相似度比较`,
};

/** The texts of the answer of an embedding. */
export const VECTOR_WORDS: Readonly<Record<Locale, typeof english>> = { en: english, 'zh-CN': chinese };
