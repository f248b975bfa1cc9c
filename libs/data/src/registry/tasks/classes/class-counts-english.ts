export const classCountsEnglish = {
  columns: ['class', 'train', 'validation', 'test'],
};

export type ClassCountWords = typeof classCountsEnglish;
