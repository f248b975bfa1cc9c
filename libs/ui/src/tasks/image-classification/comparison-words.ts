const english = {
  recalls: 'Recall by class',
  recallsCaption: (first: string) => `Share of each class that was found. Coloured: at least two points from ${first}.`,
  className: 'Class',
  spread: 'Spread',
  support: 'Test examples',
  mcnemar: (p: string) => `McNemar’s exact test that both are equally accurate: p = ${p}.`,
  unknownToChampion: (names: string) =>
    `The champion does not know ${names}; each of their examples counts as a mistake.`,
  unknownToChallenger: (names: string) =>
    `This version does not know ${names}; each of their examples counts as a mistake.`,
};

const chinese: typeof english = {
  recalls: '各类别召回率',
  recallsCaption: (first) => `每个类别找到的比例。着色表示与${first}相差两个百分点以上。`,
  className: '类别',
  spread: '差距',
  support: '测试样本',
  mcnemar: (p) => `两者准确率相同的 McNemar 精确检验：p = ${p}。`,
  unknownToChampion: (names) => `在用版本不认识${names}，其每个样本都计为错误。`,
  unknownToChallenger: (names) => `该版本不认识${names}，其每个样本都计为错误。`,
};

/** The texts of a comparison of classifiers. */
export const COMPARISON_WORDS = { en: english, 'zh-CN': chinese };
